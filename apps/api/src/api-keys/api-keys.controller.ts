import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Recent } from '../access/recent.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { OptionalBody } from '../common/optional-body.js';
import { PageQuery } from '../common/page.dto.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { ApiKeyView, NewApiKeyView } from './api-key.view.js';
import { ApiKeysService } from './api-keys.service.js';
import { CreateApiKey } from './dto/create-api-key.dto.js';
import { RotateApiKey } from './dto/rotate-api-key.dto.js';
import { RotationService } from './rotation.service.js';

@ApiTags('API keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly rotation: RotationService,
  ) {}

  @Get()
  @Can('read', 'ApiKey')
  @AnswersPage('List the API keys of your school, the newest first', ApiKeyView)
  findMany(@Caller() caller: Caller, @Query() query: PageQuery) {
    return this.keys.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'ApiKey')
  @AnswersOne('Read an API key', ApiKeyView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.keys.findOne(caller, id);
  }

  @Post()
  @Can('create', 'ApiKey')
  @Recent()
  @AnswersCreated('Make an API key', NewApiKeyView)
  create(@Caller() caller: Caller, @Body() key: CreateApiKey) {
    return this.keys.create(caller, key);
  }

  @Post(':id/rotation')
  @Can('create', 'ApiKey')
  @Recent()
  @OptionalBody(RotateApiKey)
  @AnswersCreated('Replace an API key: make its successor, and let it end', NewApiKeyView, { refuses: [409] })
  rotate(@Caller() caller: Caller, @Param() { id }: IdParam, @Body() rotation: RotateApiKey) {
    return this.rotation.create(caller, id, rotation);
  }

  @Delete(':id')
  @Can('delete', 'ApiKey')
  @Recent()
  @NoContent('Revoke an API key, and the tokens that it got')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition): Promise<void> {
    return this.keys.remove(caller, id, ifMatch);
  }
}
