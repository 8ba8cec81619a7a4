import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/can.decorator.js';
import { AnswersOne } from '../answers.js';
import { DOCUMENT, Documentation, DocumentationGuard } from './documentation.js';

const anything = { type: 'object', additionalProperties: true } as const;
const things = { type: 'array', items: anything } as const;

class DocumentView {
  @ApiProperty({ example: '3.1.0' })
  openapi: string;

  @ApiProperty(anything)
  info: object;

  @ApiProperty(things)
  servers: object[];

  @ApiProperty(things)
  security: object[];

  @ApiProperty(things)
  tags: object[];

  @ApiProperty(anything)
  paths: object;

  @ApiProperty(anything)
  components: object;
}

@ApiTags('Documentation')
@Controller('openapi.json')
@UseGuards(DocumentationGuard)
export class DocumentController {
  constructor(private readonly documentation: Documentation) {}

  @Get()
  @Public()
  // Without the documentation (DOCS) it is a path like any that isn't there.
  @AnswersOne('Read this document', DocumentView, { refuses: [404] })
  findOne(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer | undefined {
    return this.documentation.file(DOCUMENT).answer(request, reply);
  }
}
