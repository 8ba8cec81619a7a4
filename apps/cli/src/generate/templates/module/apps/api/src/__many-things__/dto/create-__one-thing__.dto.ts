import { Line } from '../../common/fields.js';

export class Create__OneThing__ {
  @Line(100, { example: 'Example' })
  name: string;
}
