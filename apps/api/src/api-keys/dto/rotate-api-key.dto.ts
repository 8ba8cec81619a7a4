import { Whole } from '../../common/fields.js';
import { Ed25519 } from './key-fields.js';

export class RotateApiKey {
  @Whole(0, 604_800, {
    optional: true,
    description: 'For so many seconds the old key is good beside its successor.',
    default: 86_400,
  })
  overlap?: number;

  @Ed25519({
    optional: true,
    description: "For a key with a `publicKey`: the successor's own. Without one it has that of the old key.",
  })
  publicKey?: string;
}
