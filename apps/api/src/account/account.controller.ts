import { Body, Controller, Ip, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Recent } from '../access/recent.decorator.js';
import { Can, Public } from '../access/can.decorator.js';
import { Caller } from '../auth/identified-request.js';
import { Accepted, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { ChangeEmail } from './dto/change-email.dto.js';
import { ConfirmEmail } from './dto/confirm-email.dto.js';
import { ForgotPassword } from './dto/forgot-password.dto.js';
import { ResetPassword } from './dto/reset-password.dto.js';
import { EmailChangeService } from './email-change.service.js';
import { PasswordResetService } from './password-reset.service.js';

/** What a user does by mail. */
@ApiTags('Identity')
@Controller('v1')
export class AccountController {
  constructor(
    private readonly passwordReset: PasswordResetService,
    private readonly emailChange: EmailChangeService,
  ) {}

  @Post('auth/password/forgot')
  @Public()
  @LoginLimit()
  @Accepted('Ask for a mail with which a forgotten password is replaced')
  forgotPassword(@Body() { email }: ForgotPassword): Promise<void> {
    return this.passwordReset.request(email);
  }

  @Post('auth/password/reset')
  @Public()
  @LoginLimit()
  @NoContent('Set a new password with the token of the mail, and end every session', { refuses: [503] })
  resetPassword(@Body() reset: ResetPassword): Promise<void> {
    return this.passwordReset.reset(reset);
  }

  @Put('me/email')
  @Can('update', 'User')
  @Recent()
  @LoginLimit()
  @Accepted('Ask for a mail to your new address, with which it becomes yours', { refuses: [503] })
  changeEmail(@Caller() caller: Caller, @Body() change: ChangeEmail, @Ip() ip: string): Promise<void> {
    return this.emailChange.request(caller, change, ip);
  }

  @Post('auth/email/confirmation')
  @Public()
  @LoginLimit()
  @NoContent('Confirm a new address with the token of the mail, and end every session', { refuses: [409] })
  confirmEmail(@Body() { token }: ConfirmEmail): Promise<void> {
    return this.emailChange.confirm(token);
  }
}
