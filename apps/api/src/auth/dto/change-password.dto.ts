import { Secret } from '../../common/fields.js';

export class ChangePassword {
  @Secret(256)
  currentPassword: string;

  @Secret(256, {
    description:
      '15 to 128 characters, or with a second factor 8; not a common one, and without your name, e-mail address or school.',
  })
  newPassword: string;
}
