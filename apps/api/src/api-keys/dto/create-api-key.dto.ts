import type { Scope } from '../../access/scopes.js';
import { Line } from '../../common/fields.js';
import { Ed25519, Flag, Instant, Networks, Scopes } from './key-fields.js';

export class CreateApiKey {
  @Line(100, { example: 'Timetable import' })
  name: string;

  @Scopes()
  scopes: Scope[];

  @Instant({ optional: true, description: 'When it ends: at most a year ahead, which it is if nothing is said.' })
  expiresAt?: Date;

  @Networks(20, {
    optional: true,
    description: 'Where it may be used from, in CIDR notation; from anywhere if there are none.',
  })
  allowedCidrs?: string[];

  @Flag({ optional: true, description: 'Whether each of its requests has to be signed (RFC 9421).', default: false })
  requireSignature?: boolean;

  @Ed25519({
    optional: true,
    description:
      'With `requireSignature`: the Ed25519 key that verifies, as the `x` of its JWK. Without one the answer has a `signingSecret` for `hmac-sha256`.',
  })
  publicKey?: string;
}
