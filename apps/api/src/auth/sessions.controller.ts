import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../access/can.decorator.js';
import { IdParam } from '../common/id-param.js';
import { PageQuery } from '../common/page.dto.js';
import { AnswersPage, NoContent } from '../openapi/answers.js';
import { Caller } from './identified-request.js';
import { SessionsService } from './sessions.service.js';
import { SessionView } from './session.view.js';

@ApiTags('Identity')
@Controller('v1/auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @Can('read', 'Session')
  @AnswersPage('List your own living sessions, the newest first', SessionView)
  findMany(@Caller() caller: Caller, @Query() query: PageQuery) {
    return this.sessions.findMany(caller, query);
  }

  @Delete()
  @Can('delete', 'Session')
  @NoContent('End all your other sessions')
  removeOthers(@Caller() caller: Caller): Promise<void> {
    return this.sessions.removeOthers(caller);
  }

  @Delete(':id')
  @Can('delete', 'Session')
  @NoContent('End one of your sessions', { refuses: [404] })
  remove(@Caller() caller: Caller, @Param() { id }: IdParam): Promise<void> {
    return this.sessions.remove(caller, id);
  }
}
