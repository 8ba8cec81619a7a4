import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can, Public } from '../access/can.decorator.js';
import { FromDevice } from '../auth/from-device.decorator.js';
import { Caller } from '../auth/identified-request.js';
import type { Device } from '../auth/session-store.js';
import { LoginView } from '../auth/token.view.js';
import { Answers, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { ChallengeService } from './challenge.service.js';
import { Codes } from './codes.js';
import { MeetChallenge } from './dto/meet-challenge.dto.js';
import { StepUp } from './dto/step-up.dto.js';
import { StepUpService } from './step-up.service.js';

/** Where a second factor is used. */
@ApiTags('Identity')
@Controller('v1/auth')
export class SecondStepController {
  constructor(
    private readonly challenges: ChallengeService,
    private readonly codes: Codes,
    private readonly steps: StepUpService,
  ) {}

  @Post('challenge')
  @HttpCode(200)
  @Public()
  @LoginLimit()
  @Answers('Finish a login with a second factor', LoginView, { refuses: [401] })
  challenge(@Body() { challenge, code }: MeetChallenge, @FromDevice() device: Device): Promise<LoginView> {
    return this.challenges.meet(challenge, device, (owner) => this.codes.use(owner, code));
  }

  @Post('step-up')
  @Can('update', 'Session')
  @LoginLimit()
  @NoContent('Prove anew who you are, for what needs it', { refuses: [503] })
  stepUp(@Caller() caller: Caller, @Body() proof: StepUp, @Ip() ip: string): Promise<void> {
    return this.steps.stepUp(caller, proof, ip);
  }
}
