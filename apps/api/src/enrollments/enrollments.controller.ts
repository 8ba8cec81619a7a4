import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateEnrollment } from './dto/create-enrollment.dto.js';
import { EnrollmentParams } from './dto/enrollment.params.js';
import { ListEnrollments } from './dto/list-enrollments.dto.js';
import { EnrollmentView } from './enrollment.view.js';
import { EnrollmentsService } from './enrollments.service.js';

@ApiTags('Classes')
@Controller('v1/classes/:id/enrollments')
export class EnrollmentsController {
  constructor(private readonly enrollments: EnrollmentsService) {}

  @Get()
  @Can('read', 'Enrollment')
  @AnswersPage('List the enrollments of a class', EnrollmentView)
  findMany(@Caller() caller: Caller, @Param() { id }: IdParam, @Query() query: ListEnrollments) {
    return this.enrollments.findMany(caller, id, query);
  }

  @Get(':enrollmentId')
  @Can('read', 'Enrollment')
  @AnswersOne('Read an enrollment', EnrollmentView)
  findOne(@Caller() caller: Caller, @Param() { id, enrollmentId }: EnrollmentParams) {
    return this.enrollments.findOne(caller, id, enrollmentId);
  }

  @Post()
  @Can('create', 'Enrollment')
  @AnswersCreated('Enroll a student in a class', EnrollmentView, { refuses: [409] })
  create(@Caller() caller: Caller, @Param() { id }: IdParam, @Body() { studentId }: CreateEnrollment) {
    return this.enrollments.create(caller, id, studentId);
  }

  @Delete(':enrollmentId')
  @Can('delete', 'Enrollment')
  @NoContent('End an enrollment')
  remove(@Caller() caller: Caller, @Param() { id, enrollmentId }: EnrollmentParams, @IfMatch() ifMatch: Precondition) {
    return this.enrollments.remove(caller, id, enrollmentId, ifMatch);
  }
}
