import { Day, Line } from '../../common/fields.js';

export class CreateTerm {
  @Line(100, { example: 'Autumn 2026' })
  name: string;

  @Day({ example: '2026-09-01' })
  startsOn: Date;

  @Day({ description: 'After `startsOn`.', example: '2026-12-18' })
  endsOn: Date;
}
