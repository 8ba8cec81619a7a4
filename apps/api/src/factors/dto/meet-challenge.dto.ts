import { Secret } from '../../common/fields.js';
import { Code } from './code.js';

export class MeetChallenge {
  @Secret(100, { description: 'The `challenge` of the login. It is good for five minutes and five tries.' })
  challenge: string;

  @Code()
  code: string;
}
