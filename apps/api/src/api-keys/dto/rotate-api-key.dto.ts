import { Whole } from '../../common/fields.js';

export class RotateApiKey {
  @Whole(0, 604_800, {
    optional: true,
    description: 'For so many seconds the old key is good beside its successor.',
    default: 86_400,
  })
  overlap?: number;
}
