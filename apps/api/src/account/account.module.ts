import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { AccountController } from './account.controller.js';
import { EmailChangeService } from './email-change.service.js';
import { PasswordResetService } from './password-reset.service.js';
import { UserTokens } from './user-tokens.js';

@Module({
  imports: [AuthModule, MailModule],
  controllers: [AccountController],
  providers: [UserTokens, PasswordResetService, EmailChangeService],
})
export class AccountModule {}
