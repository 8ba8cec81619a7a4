import { Email, Secret } from '../../common/fields.js';

export class ChangeEmail {
  @Email({ description: 'The new address. A link is sent there; until it is used, nothing changes.' })
  email: string;

  @Secret(256)
  currentPassword: string;
}
