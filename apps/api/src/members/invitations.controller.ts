import { Body, Controller, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Recent } from '../access/recent.decorator.js';
import { Can, Public } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { AnswersCreated, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { AcceptanceService } from './acceptance.service.js';
import { AcceptInvitation } from './dto/accept-invitation.dto.js';
import { CreateInvitation } from './dto/create-invitation.dto.js';
import { InvitationsService } from './invitations.service.js';
import { MemberView } from './member.view.js';

@ApiTags('Members')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: AcceptanceService,
  ) {}

  @Post()
  @Can('create', 'Membership')
  @Recent()
  @AnswersCreated('Invite someone to your school', MemberView, { refuses: [409] })
  create(@Caller() caller: Caller, @Body() invitation: CreateInvitation) {
    return this.invitations.create(caller, invitation);
  }

  @Post('accept')
  @Public()
  @LoginLimit()
  @NoContent('Accept an invitation', { refuses: [409, 503] })
  accept(@Body() acceptance: AcceptInvitation, @Ip() ip: string): Promise<void> {
    return this.acceptance.accept(acceptance, ip);
  }
}
