import { Secret } from '../../common/fields.js';
import { Code } from './code.js';

/** One of the two. */
export class StepUp {
  @Secret(256, { optional: true, description: 'Of an account without a second factor.' })
  password?: string;

  @Code({
    optional: true,
    description: 'Of an account with a second factor: six digits of an app, or a recovery code.',
  })
  code?: string;
}
