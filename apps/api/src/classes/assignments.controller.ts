import { Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { NoContent } from '../openapi/answers.js';
import { AssignmentsService } from './assignments.service.js';
import { ClassTeacherParams } from './dto/class-teacher.params.js';

@ApiTags('Classes')
@Controller('v1/classes/:id/teachers/:teacherId')
export class AssignmentsController {
  constructor(private readonly assignments: AssignmentsService) {}

  @Put()
  @Can('assign', 'Class')
  @NoContent('Assign a teacher to a class')
  assign(@Caller() caller: Caller, @Param() { id, teacherId }: ClassTeacherParams): Promise<void> {
    return this.assignments.assign(caller, id, teacherId);
  }

  @Delete()
  @Can('assign', 'Class')
  @NoContent('Take a teacher off a class')
  unassign(@Caller() caller: Caller, @Param() { id, teacherId }: ClassTeacherParams): Promise<void> {
    return this.assignments.unassign(caller, id, teacherId);
  }
}
