import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { Clients } from './clients.js';
import { MetadataController } from './metadata.controller.js';
import { OAuthController } from './oauth.controller.js';
import { TokensService } from './tokens.service.js';

@Module({
  imports: [AuthModule],
  controllers: [OAuthController, MetadataController],
  providers: [Clients, TokensService],
})
export class OAuthModule {}
