import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { Create__OneThing__ } from './dto/create-__one-thing__.dto.js';
import { List__ManyThings__ } from './dto/list-__many-things__.dto.js';
import { Update__OneThing__ } from './dto/update-__one-thing__.dto.js';
import { __OneThing__View } from './__one-thing__.view.js';
import { __ManyThings__Service } from './__many-things__.service.js';

@ApiTags('__Many things__')
@Controller('v1/__many-things__')
export class __ManyThings__Controller {
  constructor(private readonly __manyThings__: __ManyThings__Service) {}

  @Get()
  @Can('read', '__OneThing__')
  @AnswersPage('List __many things__', __OneThing__View)
  findMany(@Caller() caller: Caller, @Query() query: List__ManyThings__) {
    return this.__manyThings__.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', '__OneThing__')
  @AnswersOne('Read __a thing__', __OneThing__View)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.__manyThings__.findOne(caller, id);
  }

  @Post()
  @Can('create', '__OneThing__')
  @AnswersCreated('Create __a thing__', __OneThing__View)
  create(@Caller() caller: Caller, @Body() __oneThing__: Create__OneThing__) {
    return this.__manyThings__.create(caller, __oneThing__);
  }

  @Patch(':id')
  @Can('update', '__OneThing__')
  @AnswersOne('Change __a thing__', __OneThing__View)
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: Update__OneThing__,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.__manyThings__.update(caller, id, changes, ifMatch);
  }

  @Delete(':id')
  @Can('archive', '__OneThing__')
  @NoContent('Archive __a thing__')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.__manyThings__.remove(caller, id, ifMatch);
  }

  @Delete(':id/archival')
  @Can('restore', '__OneThing__')
  @AnswersOne('Bring an archived __one thing__ back', __OneThing__View)
  restore(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.__manyThings__.restore(caller, id, ifMatch);
  }
}
