import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateTeacher } from './dto/create-teacher.dto.js';
import { ListTeachers } from './dto/list-teachers.dto.js';
import { UpdateTeacher } from './dto/update-teacher.dto.js';
import { TeacherView } from './teacher.view.js';
import { TeachersService } from './teachers.service.js';

@ApiTags('Teachers')
@Controller('v1/teachers')
export class TeachersController {
  constructor(private readonly teachers: TeachersService) {}

  @Get()
  @Can('read', 'Teacher')
  @AnswersPage('List teachers', TeacherView)
  findMany(@Caller() caller: Caller, @Query() query: ListTeachers) {
    return this.teachers.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'Teacher')
  @AnswersOne('Read a teacher', TeacherView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.teachers.findOne(caller, id);
  }

  @Post()
  @Can('create', 'Teacher')
  @AnswersCreated('Create a teacher', TeacherView, { refuses: [409] })
  create(@Caller() caller: Caller, @Body() teacher: CreateTeacher) {
    return this.teachers.create(caller, teacher);
  }

  @Patch(':id')
  @Can('update', 'Teacher')
  @AnswersOne('Change a teacher', TeacherView, { refuses: [409] })
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateTeacher,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.teachers.update(caller, id, changes, ifMatch);
  }

  @Delete(':id')
  @Can('archive', 'Teacher')
  @NoContent('Archive a teacher')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.teachers.remove(caller, id, ifMatch);
  }

  @Delete(':id/archival')
  @Can('restore', 'Teacher')
  @AnswersOne('Bring an archived teacher back', TeacherView)
  restore(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.teachers.restore(caller, id, ifMatch);
  }
}
