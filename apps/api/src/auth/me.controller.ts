import { Body, Controller, Get, Ip, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Recent } from '../access/recent.decorator.js';
import { Can } from '../access/can.decorator.js';
import { AnswersOne, NoContent } from '../openapi/answers.js';
import type { Versioned } from '../common/etag.js';
import { LoginLimit } from '../throttling/limits.js';
import { ChangePassword } from './dto/change-password.dto.js';
import { Caller } from './identified-request.js';
import { MeService } from './me.service.js';
import { MeView } from './me.view.js';

@ApiTags('Identity')
@Controller('v1/me')
export class MeController {
  constructor(private readonly me: MeService) {}

  @Get()
  @Can('read', 'User')
  @AnswersOne('Who am I, and what may I do?', MeView)
  findOne(@Caller() caller: Caller): Promise<Versioned<MeView>> {
    return this.me.findOne(caller);
  }

  @Put('password')
  @Can('update', 'User')
  @Recent()
  @LoginLimit()
  @NoContent('Change your password and end your other sessions', { refuses: [409, 503] })
  changePassword(@Caller() caller: Caller, @Body() change: ChangePassword, @Ip() ip: string): Promise<void> {
    return this.me.changePassword(caller, change, ip);
  }
}
