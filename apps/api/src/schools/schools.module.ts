import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MembersModule } from '../members/members.module.js';
import { FactorRequirementController } from './factor-requirement.controller.js';
import { OwnSchoolController } from './own-school.controller.js';
import { OwnSchoolService } from './own-school.service.js';
import { SchoolsController } from './schools.controller.js';
import { SchoolsService } from './schools.service.js';

@Module({
  imports: [AuthModule, MembersModule],
  controllers: [OwnSchoolController, FactorRequirementController, SchoolsController],
  providers: [OwnSchoolService, SchoolsService],
})
export class SchoolsModule {}
