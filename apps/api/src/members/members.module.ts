import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { AcceptanceService } from './acceptance.service.js';
import { AdmissionService } from './admission.service.js';
import { MailModule } from '../mail/mail.module.js';
import { InvitationLetter } from './invitation-letter.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';

@Module({
  imports: [AuthModule, MailModule],
  controllers: [MembersController, InvitationsController],
  providers: [MembersService, InvitationsService, InvitationLetter, AcceptanceService, AdmissionService],
  exports: [InvitationsService, AdmissionService],
})
export class MembersModule {}
