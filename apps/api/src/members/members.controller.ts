import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Recent } from '../access/recent.decorator.js';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { IdParam } from '../common/id-param.js';
import { AnswersOne, AnswersPage } from '../openapi/answers.js';
import { ListMembers } from './dto/list-members.dto.js';
import { UpdateMember } from './dto/update-member.dto.js';
import { MemberView } from './member.view.js';
import { MembersService } from './members.service.js';

@ApiTags('Members')
@Controller('v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Can('read', 'Membership')
  @AnswersPage('List the members of your school', MemberView)
  findMany(@Caller() caller: Caller, @Query() query: ListMembers) {
    return this.members.findMany(caller, query);
  }

  @Get(':id')
  @Can('read', 'Membership')
  @AnswersOne('Read a member', MemberView)
  findOne(@Caller() caller: Caller, @Param() { id }: IdParam) {
    return this.members.findOne(caller, id);
  }

  @Patch(':id')
  @Can('update', 'Membership')
  @Recent()
  @AnswersOne("Change a member's role or status", MemberView, { refuses: [409] })
  update(
    @Caller() caller: Caller,
    @Param() { id }: IdParam,
    @Body() changes: UpdateMember,
    @IfMatch() ifMatch: Precondition,
  ) {
    return this.members.update(caller, id, changes, ifMatch);
  }
}
