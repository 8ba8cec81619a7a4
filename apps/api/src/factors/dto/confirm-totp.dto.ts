import { Code } from './code.js';

export class ConfirmTotp {
  @Code({ description: 'The six digits that the app shows.' })
  code: string;
}
