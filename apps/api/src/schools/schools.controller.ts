import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage } from '../openapi/answers.js';
import { CreateSchool } from './dto/create-school.dto.js';
import { ListSchools } from './dto/list-schools.dto.js';
import { UpdateSchool } from './dto/update-school.dto.js';
import { SchoolView } from './school.view.js';
import { SchoolsService } from './schools.service.js';

/** All schools, for the operator: 'oversee' is what a member never has, who reaches its own at /v1/school. */
@ApiTags('Schools')
@Controller('v1/schools')
export class SchoolsController {
  constructor(private readonly schools: SchoolsService) {}

  @Get()
  @Can('oversee', 'School')
  @AnswersPage('List schools', SchoolView)
  findMany(@Caller() caller: Caller, @Query() query: ListSchools) {
    return this.schools.findMany(caller, query);
  }

  @Get(':id')
  @Can('oversee', 'School')
  @AnswersOne('Read a school', SchoolView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.schools.findOne(caller, id);
  }

  @Post()
  @Can('create', 'School')
  @AnswersCreated('Create a school and invite its first admin', SchoolView, { refuses: [409] })
  create(@Caller() caller: Caller, @Body() school: CreateSchool) {
    return this.schools.create(caller, school);
  }

  @Patch(':id')
  @Can('oversee', 'School')
  @AnswersOne('Change a school', SchoolView, { refuses: [409] })
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateSchool,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.schools.update(caller, id, changes, ifMatch);
  }
}
