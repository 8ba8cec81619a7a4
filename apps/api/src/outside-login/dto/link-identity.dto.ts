import { Line } from '../../common/fields.js';
import { OutsideAnswer } from './outside-answer.dto.js';

export class LinkIdentity extends OutsideAnswer {
  @Line(40, { description: 'The `id` of one of `GET /v1/auth/providers`.', example: 'school-account' })
  provider: string;
}
