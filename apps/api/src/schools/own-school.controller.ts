import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { AnswersOne } from '../openapi/answers.js';
import { UpdateOwnSchool } from './dto/update-own-school.dto.js';
import { OwnSchoolService } from './own-school.service.js';
import { OwnSchoolView } from './school.view.js';

@ApiTags('Schools')
@Controller('v1/school')
export class OwnSchoolController {
  constructor(private readonly ownSchool: OwnSchoolService) {}

  @Get()
  @Can('read', 'School')
  @AnswersOne('Read your own school', OwnSchoolView, { refuses: [404] })
  findOne(@Caller() caller: Caller) {
    return this.ownSchool.findOne(caller);
  }

  @Patch()
  @Can('update', 'School')
  @AnswersOne('Change your own school', OwnSchoolView, { refuses: [404] })
  update(@Caller() caller: Caller, @Body() changes: UpdateOwnSchool, @IfMatch() ifMatch: Precondition) {
    return this.ownSchool.update(caller, changes, ifMatch);
  }
}
