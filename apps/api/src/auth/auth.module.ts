import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { MailModule } from '../mail/mail.module.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { Challenges } from './challenges.js';
import { Dpop } from './dpop.js';
import { Housekeeping } from './housekeeping.js';
import { Identities } from './identities.js';
import { IdentityChanges } from './identity-changes.js';
import { IdentityGuard } from './identity.guard.js';
import { JwksController } from './jwks.controller.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeyIdentities } from './key-identities.js';
import { KeyProofs } from './key-proofs.js';
import { KeyRing } from './key-ring.js';
import { KeyUse } from './key-use.js';
import { LoginFailures } from './login-failures.js';
import { MeController } from './me.controller.js';
import { MeService } from './me.service.js';
import { Nonces } from './nonces.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SecondFactors } from './second-factors.js';
import { Sealing } from './sealing.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SessionStore } from './session-store.js';
import { SignIn } from './sign-in.js';
import { SingleUseGuard } from './single-use.guard.js';
import { WaysIn } from './ways-in.js';

@Module({
  imports: [PassportModule, MailModule],
  controllers: [AuthController, SessionsController, MeController, JwksController],
  providers: [
    KeyRing,
    Sealing,
    Challenges,
    Nonces,
    SecondFactors,
    WaysIn,
    Dpop,
    SingleUseGuard,
    AccessTokens,
    RefreshTokens,
    JwtStrategy,
    IdentityChanges,
    Identities,
    KeyProofs,
    KeyUse,
    KeyIdentities,
    IdentityGuard,
    Passwords,
    Housekeeping,
    LoginFailures,
    SessionStore,
    SignIn,
    AuthService,
    SessionsService,
    MeService,
  ],
  exports: [
    IdentityGuard,
    Dpop,
    SingleUseGuard,
    IdentityChanges,
    Passwords,
    LoginFailures,
    SignIn,
    SecondFactors,
    WaysIn,
    Challenges,
    Sealing,
    SessionStore,
    KeyIdentities,
  ],
})
export class AuthModule {}
