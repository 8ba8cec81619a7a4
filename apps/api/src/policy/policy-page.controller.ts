import { Controller, Get, Header, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/can.decorator.js';
import { Line, OneOf } from '../common/fields.js';
import { DocumentationGuard } from '../openapi/docs/documentation.js';
import { contentSecurityPolicy } from '../openapi/docs/frame.js';
import { Role } from '../prisma/generated/enums.js';
import { PAGE, PolicyFiles } from './policy-files.js';
import { subjects } from './policy.view.js';

/** What the page's own script filters by, so that a link can say it; the page is the same. */
class PolicyFilter {
  @OneOf(Role, { optional: true })
  role?: Role;

  @OneOf(Object.fromEntries(subjects.map((subject) => [subject, subject])), { optional: true })
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
    @Query() _filter: PolicyFilter,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
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
    return this.files.file(file).answer(request, reply);
  }
}
