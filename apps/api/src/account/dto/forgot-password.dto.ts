import { Email } from '../../common/fields.js';

export class ForgotPassword {
  @Email({ description: 'Whether it has an account is told to nobody but its owner, by mail.' })
  email: string;
}
