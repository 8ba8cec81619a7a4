import { Controller, Get, Header, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/can.decorator.js';
import { Line } from '../../common/fields.js';
import { Documentation, DocumentationGuard, PAGE } from './documentation.js';
import { contentSecurityPolicy } from './frame.js';

class FileParam {
  @Line(50)
  file: string;
}

// It asks this server alone.
const policy = contentSecurityPolicy("connect-src 'self'");

/** The pages that show the document and try it. */
@ApiExcludeController()
@Controller('docs')
@UseGuards(DocumentationGuard)
export class DocsController {
  constructor(private readonly documentation: Documentation) {}

  @Get()
  @Public()
  @Header('Content-Security-Policy', policy)
  findPage(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer | undefined {
    return this.documentation.file(PAGE).answer(request, reply);
  }

  @Get(':file')
  @Public()
  @Header('Content-Security-Policy', policy)
  findFile(
    @Param() { file }: FileParam,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    return this.documentation.asset(file).answer(request, reply);
  }
}
