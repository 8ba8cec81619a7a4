import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/can.decorator.js';
import { AnswersOne } from '../openapi/answers.js';
import { DocumentationGuard } from '../openapi/docs/documentation.js';
import { DATA, PolicyFiles } from './policy-files.js';
import { PolicyView } from './policy.view.js';

@ApiTags('Documentation')
@Controller('v1/policy')
@UseGuards(DocumentationGuard)
export class PolicyController {
  constructor(private readonly files: PolicyFiles) {}

  @Get()
  @Public()
  @AnswersOne('Read the policy: who may do what', PolicyView, { refuses: [404] })
  findOne(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer | undefined {
    return this.files.file(DATA).answer(request, reply);
  }
}
