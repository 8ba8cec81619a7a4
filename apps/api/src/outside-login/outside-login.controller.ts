import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/can.decorator.js';
import { FromDevice } from '../auth/from-device.decorator.js';
import type { Device } from '../auth/session-store.js';
import { ChallengeView, LoginView } from '../auth/token.view.js';
import { Answers } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { OutsideAnswer } from './dto/outside-answer.dto.js';
import { ProviderParam } from './dto/provider.param.js';
import { Exchange } from './exchange.js';
import { OutsideLoginService } from './outside-login.service.js';
import { AuthorizationView, ProvidersView } from './provider.view.js';
import { Providers } from './providers.js';

@ApiTags('Identity')
@Controller('v1/auth/providers')
export class OutsideLoginController {
  constructor(
    private readonly providers: Providers,
    private readonly exchange: Exchange,
    private readonly outsideLogin: OutsideLoginService,
  ) {}

  @Get()
  @Public()
  @Answers('The OpenID providers that you may log in at', ProvidersView)
  findMany(): ProvidersView {
    return { data: this.providers.all.map(({ id, name }) => ({ id, name })) };
  }

  @Post(':provider/authorization')
  @HttpCode(200)
  @Public()
  @Answers('Begin a login at a provider', AuthorizationView, { refuses: [404, 503] })
  begin(@Param() { provider }: ProviderParam): Promise<AuthorizationView> {
    return this.exchange.begin(provider);
  }

  @Post(':provider/login')
  @HttpCode(200)
  @Public()
  @LoginLimit()
  @Answers('Log in with what the provider sent back', [LoginView, ChallengeView], { refuses: [401, 404, 503] })
  login(
    @Param() { provider }: ProviderParam,
    @Body() answer: OutsideAnswer,
    @FromDevice() device: Device,
  ): Promise<LoginView | ChallengeView> {
    return this.outsideLogin.login(provider, answer, device);
  }
}
