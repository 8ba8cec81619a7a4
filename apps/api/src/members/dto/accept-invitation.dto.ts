import { Secret } from '../../common/fields.js';

export class AcceptInvitation {
  @Secret(100, { description: "The token of the invitation's link." })
  token: string;

  @Secret(256, {
    description:
      'The password of the new account: 15 to 128 characters. If the address has an account already, its password.',
  })
  password: string;
}
