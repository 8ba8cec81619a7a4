import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateStudent } from './dto/create-student.dto.js';
import { ListStudents } from './dto/list-students.dto.js';
import { UpdateStudent } from './dto/update-student.dto.js';
import { StudentView } from './student.view.js';
import { StudentsService } from './students.service.js';

@ApiTags('Students')
@Controller('v1/students')
export class StudentsController {
  constructor(private readonly students: StudentsService) {}

  @Get()
  @Can('read', 'Student')
  @AnswersPage('List students', StudentView)
  findMany(@Caller() caller: Caller, @Query() query: ListStudents) {
    return this.students.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'Student')
  @AnswersOne('Read a student', StudentView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.students.findOne(caller, id);
  }

  @Post()
  @Can('create', 'Student')
  @AnswersCreated('Create a student', StudentView, { refuses: [409] })
  create(@Caller() caller: Caller, @Body() student: CreateStudent) {
    return this.students.create(caller, student);
  }

  @Patch(':id')
  @Can('update', 'Student')
  @AnswersOne('Change a student', StudentView, { refuses: [409] })
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateStudent,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.students.update(caller, id, changes, ifMatch);
  }

  @Delete(':id')
  @Can('archive', 'Student')
  @NoContent('Archive a student')
  remove(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.students.remove(caller, id, ifMatch);
  }

  @Delete(':id/archival')
  @Can('restore', 'Student')
  @AnswersOne('Bring an archived student back', StudentView)
  restore(@Caller() caller: Caller, @Param() { id }: IdParam, @IfMatch() ifMatch: Precondition) {
    return this.students.restore(caller, id, ifMatch);
  }
}
