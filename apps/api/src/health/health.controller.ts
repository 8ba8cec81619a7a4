import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/can.decorator.js';
import { Problem } from '../common/problem.js';
import { Answers } from '../openapi/answers.js';
import { NoLimit } from '../throttling/limits.js';
import { Readiness } from './readiness.js';

class HealthView {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

@ApiTags('Health')
@Controller()
@NoLimit()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('livez')
  @Public()
  @Answers('Is the process alive?', HealthView)
  live(): HealthView {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  @Answers('Can it serve? Not while it drains, nor without its database', HealthView, { refuses: [503] })
  async ready(): Promise<HealthView> {
    if (!(await this.readiness.check())) throw new Problem('unavailable');
    return { status: 'ok' };
  }
}
