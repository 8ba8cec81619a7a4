import { Secret } from '../../common/fields.js';

export class ResetPassword {
  @Secret(100, { description: "The token of the mail's link. It works once, within ten minutes." })
  token: string;

  @Secret(256, {
    description:
      '15 to 128 characters, or with a second factor 8; not a common one, and without your name, e-mail address or school.',
  })
  password: string;
}
