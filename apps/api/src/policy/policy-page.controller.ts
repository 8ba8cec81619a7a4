import { Controller, Get, Header, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/can.decorator.js';
import { Line, OneOf } from '../common/fields.js';
import { invalidInput } from '../common/problem.js';
import { DocumentationGuard } from '../openapi/docs/documentation.js';
import { contentSecurityPolicy } from '../openapi/docs/frame.js';
import { Role } from '../prisma/generated/enums.js';
import { PAGE, PolicyFiles } from './policy-files.js';
import { ANONYMOUS } from './wording.js';

/** What the page's own script filters by, so that a link can say it; the page is the same. */
class PolicyFilter {
  @OneOf({ ...Role, ANONYMOUS }, { optional: true })
  role?: string;

  @Line(50, { optional: true })
  resource?: string;
}

class FileParam {
  @Line(50)
  file: string;
}

const policy = contentSecurityPolicy();

/** The policy as a page for people. */
@ApiExcludeController()
@Controller('policy')
@UseGuards(DocumentationGuard)
export class PolicyPageController {
  constructor(private readonly files: PolicyFiles) {}

  @Get()
  @Public()
  @Header('Content-Security-Policy', policy)
  findPage(
    @Query() { resource }: PolicyFilter,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    if (resource && !this.files.policy.resources.some(({ subject }) => subject === resource))
      throw invalidInput([{ parameter: 'resource', code: 'is_in', message: 'There is no such resource.' }]);
    return this.files.file(PAGE).answer(request, reply);
  }

  @Get(':file')
  @Public()
  @Header('Content-Security-Policy', policy)
  findFile(
    @Param() { file }: FileParam,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    return this.files.asset(file).answer(request, reply);
  }
}
