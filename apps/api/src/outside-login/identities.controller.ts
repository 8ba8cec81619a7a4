import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Recent } from '../access/recent.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IdParam } from '../common/id-param.js';
import { PageQuery } from '../common/page.dto.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { LinkIdentity } from './dto/link-identity.dto.js';
import { IdentitiesService } from './identities.service.js';
import { IdentityView } from './identity.view.js';

@ApiTags('Identity')
@Controller('v1/me/identities')
export class IdentitiesController {
  constructor(private readonly identities: IdentitiesService) {}

  @Get()
  @Can('read', 'ExternalIdentity')
  @AnswersPage('List your own accounts at OpenID providers, the newest first', IdentityView)
  findMany(@Caller() caller: Caller, @Query() query: PageQuery) {
    return this.identities.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'ExternalIdentity')
  @AnswersOne('Read one of them', IdentityView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.identities.findOne(caller, id);
  }

  @Post()
  @Can('create', 'ExternalIdentity')
  @Recent()
  @LoginLimit()
  @AnswersCreated('Link an account at a provider, to log in with', IdentityView, { refuses: [404, 409, 503] })
  create(@Caller() caller: Caller, @Body() answer: LinkIdentity) {
    return this.identities.create(caller, answer);
  }

  @Delete(':id')
  @Can('delete', 'ExternalIdentity')
  @Recent()
  @NoContent('Unlink one of them', { refuses: [409] })
  remove(@Caller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.identities.remove(caller, id);
  }
}
