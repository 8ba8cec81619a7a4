import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can, Public } from '../access/can.decorator.js';
import { Answers, NoContent } from '../openapi/answers.js';
import { LoginLimit } from '../throttling/limits.js';
import { AuthService } from './auth.service.js';
import { Login } from './dto/login.dto.js';
import { Refresh } from './dto/refresh.dto.js';
import { Switch } from './dto/switch.dto.js';
import { FromDevice } from './from-device.decorator.js';
import { Caller } from './identified-request.js';
import type { Device } from './session-store.js';
import { ChallengeView, LoginView, SwitchView, TokenPairView } from './token.view.js';

@ApiTags('Identity')
@Controller('v1/auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @LoginLimit()
  @Answers('Log in with an e-mail address and a password', [LoginView, ChallengeView], { refuses: [401, 503] })
  login(@Body() credentials: Login, @FromDevice() device: Device): Promise<LoginView | ChallengeView> {
    return this.auth.login(credentials, device);
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @Answers('Exchange a refresh token for a new pair', TokenPairView, { refuses: [401] })
  refresh(@Body() { refreshToken }: Refresh, @FromDevice() device: Device): Promise<TokenPairView> {
    return this.auth.refresh(refreshToken, device);
  }

  @Post('logout')
  @Can('delete', 'Session')
  @NoContent('End this session', { headers: { 'Clear-Site-Data': '"cache", "storage"' } })
  logout(@Caller() caller: Caller): Promise<void> {
    return this.auth.logout(caller);
  }

  @Post('switch')
  @HttpCode(200)
  @Can('update', 'Session')
  @Answers('Get an access token for another membership of the same user', SwitchView, { refuses: [404] })
  switch(@Caller() caller: Caller, @Body() { membershipId }: Switch): Promise<SwitchView> {
    return this.auth.switch(caller, membershipId);
  }
}
