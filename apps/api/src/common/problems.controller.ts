import { Controller, Get, Param } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/can.decorator.js';
import { Answers } from '../openapi/answers.js';
import { Line } from './fields.js';
import { notFound, problems, type ProblemType } from './problem.js';

class ProblemParam {
  @Line(50, { example: 'not-found' })
  type: string;
}

class ProblemTypeView {
  @ApiProperty({ example: '/problems/not-found' })
  type: string;

  @ApiProperty({ example: 'Not found' })
  title: string;

  @ApiProperty({ type: 'integer', example: 404 })
  status: number;

  @ApiProperty()
  detail: string;
}

@ApiTags('Problems')
@Controller('problems')
export class ProblemsController {
  @Get(':type')
  @Public()
  @Answers('What a problem type means', ProblemTypeView, { refuses: [404] })
  findOne(@Param() { type }: ProblemParam): ProblemTypeView {
    if (!Object.hasOwn(problems, type)) throw notFound();
    return { type: `/problems/${type}`, ...problems[type as ProblemType] };
  }
}
