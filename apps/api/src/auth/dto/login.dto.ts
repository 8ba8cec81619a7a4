import { Email, Secret } from '../../common/fields.js';

export class Login {
  @Email({ example: 'admin@northwood.example' })
  email: string;

  @Secret(256, { example: 'homeroom demo passphrase' })
  password: string;
}
