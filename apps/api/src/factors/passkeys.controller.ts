import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can, Public } from '../access/can.decorator.js';
import { Recent } from '../access/recent.decorator.js';
import { FromDevice } from '../auth/from-device.decorator.js';
import { Caller } from '../auth/identified-request.js';
import type { Device } from '../auth/session-store.js';
import { LoginView } from '../auth/token.view.js';
import { Answers, AnswersSecret, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { CreatePasskey } from './dto/create-passkey.dto.js';
import { AnswerWithPasskey, StepUpWithPasskey, UsePasskey } from './dto/passkey-assertion.dto.js';
import { PasskeyChallenge } from './dto/passkey-challenge.dto.js';
import { PasskeyLoginService } from './passkey-login.service.js';
import {
  PasskeyCreationOptionsView,
  PasskeyRequestOptionsView,
  PasskeyStepUpOptionsView,
} from './passkey-options.view.js';
import { PasskeyRegistrationService } from './passkey-registration.service.js';
import { PasskeyView } from './passkey.view.js';

@ApiTags('Identity')
@Controller('v1')
export class PasskeysController {
  constructor(
    private readonly registration: PasskeyRegistrationService,
    private readonly login: PasskeyLoginService,
  ) {}

  @Post('me/factors/passkeys/options')
  @HttpCode(200)
  @Can('create', 'Factor')
  @Recent()
  @Answers('Get what `navigator.credentials.create()` takes', PasskeyCreationOptionsView)
  creationOptions(@Caller() caller: Caller): Promise<PasskeyCreationOptionsView> {
    return this.registration.options(caller);
  }

  @Post('me/factors/passkeys')
  @Can('create', 'Factor')
  @Recent()
  @AnswersSecret('Add the passkey that the browser made', PasskeyView, { refuses: [409] })
  create(@Caller() caller: Caller, @Body() passkey: CreatePasskey): Promise<PasskeyView> {
    return this.registration.create(caller, passkey);
  }

  @Post('auth/passkey/options')
  @HttpCode(200)
  @Public()
  @Answers('Get what `navigator.credentials.get()` takes, to log in without a password', PasskeyRequestOptionsView)
  signInOptions(): Promise<PasskeyRequestOptionsView> {
    return this.login.signInOptions();
  }

  @Post('auth/passkey')
  @HttpCode(200)
  @Public()
  @LoginLimit()
  @Answers('Log in with a passkey, without a password', LoginView, { refuses: [401] })
  signIn(@Body() { response }: UsePasskey, @FromDevice() device: Device): Promise<LoginView> {
    return this.login.logIn(response, device);
  }

  @Post('auth/challenge/passkey/options')
  @HttpCode(200)
  @Public()
  @LoginLimit()
  @Answers('Get what `navigator.credentials.get()` takes, to finish a login', PasskeyRequestOptionsView, {
    refuses: [401],
  })
  challengeOptions(@Body() { challenge }: PasskeyChallenge): Promise<PasskeyRequestOptionsView> {
    return this.login.challengeOptions(challenge);
  }

  @Post('auth/challenge/passkey')
  @HttpCode(200)
  @Public()
  @LoginLimit()
  @Answers('Finish a login with a passkey', LoginView, { refuses: [401] })
  challenge(@Body() answer: AnswerWithPasskey, @FromDevice() device: Device): Promise<LoginView> {
    return this.login.meet(answer, device);
  }

  @Post('auth/step-up/passkey/options')
  @HttpCode(200)
  @Can('update', 'Session')
  @Answers('Get what `navigator.credentials.get()` takes, for a step-up', PasskeyStepUpOptionsView)
  stepUpOptions(@Caller() caller: Caller): Promise<PasskeyStepUpOptionsView> {
    return this.login.stepUpOptions(caller);
  }

  @Post('auth/step-up/passkey')
  @Can('update', 'Session')
  @LoginLimit()
  @NoContent('Prove anew who you are, with a passkey')
  stepUp(@Caller() caller: Caller, @Body() { response }: StepUpWithPasskey, @Ip() ip: string): Promise<void> {
    return this.login.stepUp(caller, response, ip);
  }
}
