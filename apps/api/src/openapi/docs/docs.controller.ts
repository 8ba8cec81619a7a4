import { Controller, Get, Header, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/can.decorator.js';
import { Line } from '../../common/fields.js';
import { Documentation, DocumentationGuard, PAGE } from './documentation.js';

class FileParam {
  @Line(50)
  file: string;
}

// Scripts, styles and requests of this server alone. The viewer draws its icons from data: addresses.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

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
  findFile(
    @Param() { file }: FileParam,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    return this.documentation.file(file).answer(request, reply);
  }
}
