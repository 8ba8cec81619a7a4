import { Controller, Delete, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { Recent } from '../access/recent.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { IfMatch, type Precondition } from '../common/etag.js';
import { AnswersOne } from '../openapi/answers.js';
import { OwnSchoolService } from './own-school.service.js';
import { OwnSchoolView } from './school.view.js';

/** Whether the staff of the caller's school has to use a second factor. */
@ApiTags('Schools')
@Controller('v1/school/factor-requirement')
export class FactorRequirementController {
  constructor(private readonly ownSchool: OwnSchoolService) {}

  @Put()
  @Can('update', 'School')
  @Recent()
  @AnswersOne('Require a second factor of your staff', OwnSchoolView, { refuses: [404] })
  create(@Caller() caller: Caller, @IfMatch() ifMatch: Precondition) {
    return this.ownSchool.requireFactor(caller, true, ifMatch);
  }

  @Delete()
  @Can('update', 'School')
  @Recent()
  @AnswersOne('Require no second factor any more', OwnSchoolView, { refuses: [404] })
  remove(@Caller() caller: Caller, @IfMatch() ifMatch: Precondition) {
    return this.ownSchool.requireFactor(caller, false, ifMatch);
  }
}
