import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateTerm } from './dto/create-term.dto.js';
import { ListTerms } from './dto/list-terms.dto.js';
import { UpdateTerm } from './dto/update-term.dto.js';
import { TermView } from './term.view.js';
import { TermsService } from './terms.service.js';

@ApiTags('Terms')
@Controller('v1/terms')
export class TermsController {
  constructor(private readonly terms: TermsService) {}

  @Get()
  @Can('read', 'Term')
  @AnswersPage('List terms', TermView)
  findMany(@Caller() caller: Caller, @Query() query: ListTerms) {
    return this.terms.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'Term')
  @AnswersOne('Read a term', TermView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.terms.findOne(caller, id);
  }

  @Post()
  @Can('create', 'Term')
  @AnswersCreated('Create a term', TermView)
  create(@Caller() caller: Caller, @Body() term: CreateTerm) {
    return this.terms.create(caller, term);
  }

  @Patch(':id')
  @Can('update', 'Term')
  @AnswersOne('Change a term', TermView)
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateTerm,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.terms.update(caller, id, changes, ifMatch);
  }

  @Delete(':id')
  @Can('archive', 'Term')
  @NoContent('Archive a term')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.terms.remove(caller, id, ifMatch);
  }

  @Delete(':id/archival')
  @Can('restore', 'Term')
  @AnswersOne('Bring an archived term back', TermView)
  restore(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.terms.restore(caller, id, ifMatch);
  }
}
