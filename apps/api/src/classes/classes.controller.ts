import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateClass } from './dto/create-class.dto.js';
import { ListClasses } from './dto/list-classes.dto.js';
import { UpdateClass } from './dto/update-class.dto.js';
import { ClassView } from './class.view.js';
import { ClassesService } from './classes.service.js';

@ApiTags('Classes')
@Controller('v1/classes')
export class ClassesController {
  constructor(private readonly classes: ClassesService) {}

  @Get()
  @Can('read', 'Class')
  @AnswersPage('List classes', ClassView)
  findMany(@Caller() caller: Caller, @Query() query: ListClasses) {
    return this.classes.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'Class')
  @AnswersOne('Read a class', ClassView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.classes.findOne(caller, id);
  }

  @Post()
  @Can('create', 'Class')
  @AnswersCreated('Create a class', ClassView)
  create(@Caller() caller: Caller, @Body() newClass: CreateClass) {
    return this.classes.create(caller, newClass);
  }

  @Patch(':id')
  @Can('update', 'Class')
  @AnswersOne('Change a class', ClassView)
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateClass,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.classes.update(caller, id, changes, ifMatch);
  }

  @Delete(':id')
  @Can('archive', 'Class')
  @NoContent('Archive a class')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.classes.remove(caller, id, ifMatch);
  }

  @Delete(':id/archival')
  @Can('restore', 'Class')
  @AnswersOne('Bring an archived class back', ClassView)
  restore(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.classes.restore(caller, id, ifMatch);
  }
}
