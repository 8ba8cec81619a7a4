import { Secret } from '../../common/fields.js';

export class ConfirmEmail {
  @Secret(100, { description: "The token of the mail's link. It works once, within ten minutes." })
  token: string;
}
