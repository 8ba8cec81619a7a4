import { Secret } from '../../common/fields.js';

export class PasskeyChallenge {
  @Secret(100, { description: 'The `challenge` that the login answered.' })
  challenge: string;
}
