import { Line } from '../../common/fields.js';

export class CreateTotp {
  @Line(100, { optional: true, description: 'What you call it.', example: 'Phone', default: 'Authenticator app' })
  name?: string;
}
