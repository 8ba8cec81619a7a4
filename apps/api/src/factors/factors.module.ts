import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ChallengeService } from './challenge.service.js';
import { Codes } from './codes.js';
import { Enrollment } from './enrollment.js';
import { FactorsController } from './factors.controller.js';
import { FactorsService } from './factors.service.js';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import { PasskeyLoginService } from './passkey-login.service.js';
import { PasskeyParty } from './passkey-party.js';
import { PasskeyRegistrationService } from './passkey-registration.service.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeyUses } from './passkey-uses.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondStepController } from './second-step.controller.js';
import { StepUpService } from './step-up.service.js';
import { TotpService } from './totp.service.js';

@Module({
  imports: [AuthModule, MailModule],
  controllers: [FactorsController, SecondStepController, PasskeysController],
  providers: [
    Codes,
    RecoveryCodes,
    Enrollment,
    TotpService,
    FactorsService,
    ChallengeService,
    StepUpService,
    PasskeyParty,
    PasskeyCeremonies,
    PasskeyUses,
    PasskeyRegistrationService,
    PasskeyLoginService,
  ],
})
export class FactorsModule {}
