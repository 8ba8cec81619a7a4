import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { MembersModule } from '../members/members.module.js';
import { Exchange } from './exchange.js';
import { IdentitiesController } from './identities.controller.js';
import { IdentitiesService } from './identities.service.js';
import { OutsideLoginController } from './outside-login.controller.js';
import { OutsideLoginService } from './outside-login.service.js';
import { Providers } from './providers.js';

@Module({
  imports: [AuthModule, MailModule, MembersModule],
  controllers: [OutsideLoginController, IdentitiesController],
  providers: [Providers, Exchange, OutsideLoginService, IdentitiesService],
})
export class OutsideLoginModule {}
