import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersCreated, AnswersOne, AnswersPage, NoContent } from '../openapi/answers.js';
import { CreateGuardianship } from './dto/create-guardianship.dto.js';
import { GuardianshipParams } from './dto/guardianship.params.js';
import { ListGuardianships } from './dto/list-guardianships.dto.js';
import { GuardianshipView } from './guardianship.view.js';
import { GuardianshipsService } from './guardianships.service.js';

@ApiTags('Students')
@Controller('v1/students/:id/guardians')
export class GuardianshipsController {
  constructor(private readonly guardianships: GuardianshipsService) {}

  @Get()
  @Can('read', 'Guardianship')
  @AnswersPage('List the guardians of a student', GuardianshipView)
  findMany(@Caller() caller: Caller, @Param() { id }: IdParam, @Query() query: ListGuardianships) {
    return this.guardianships.findMany(caller, id, query);
  }

  @Get(':guardianshipId')
  @Can('read', 'Guardianship')
  @AnswersOne('Read a guardianship', GuardianshipView)
  findOne(@Caller() caller: Caller, @Param() { id, guardianshipId }: GuardianshipParams) {
    return this.guardianships.findOne(caller, id, guardianshipId);
  }

  @Post()
  @Can('create', 'Guardianship')
  @AnswersCreated('Make a member the guardian of a student', GuardianshipView, { refuses: [409] })
  create(@Caller() caller: Caller, @Param() { id }: IdParam, @Body() guardianship: CreateGuardianship) {
    return this.guardianships.create(caller, id, guardianship);
  }

  @Delete(':guardianshipId')
  @Can('delete', 'Guardianship')
  @NoContent('End a guardianship')
  remove(
    @Caller() caller: Caller,
    @Param() { id, guardianshipId }: GuardianshipParams,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.guardianships.remove(caller, id, guardianshipId, ifMatch);
  }
}
