import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { OneOf } from '../../common/fields.js';
import { Base64url } from './base64url.js';

/** A credential's id has at most 1023 bytes (W3C WebAuthn Level 3, 4). */
export const ID_LENGTH = 1_364;

/** What `toJSON()` of a `PublicKeyCredential` has whatever it was asked for (W3C WebAuthn Level 3, 5.1). */
export class PasskeyCredential {
  @Base64url(ID_LENGTH, { example: 'Fz2bT9dN4Q0XyX1v0a3m5A' })
  id: string;

  @Base64url(ID_LENGTH, { example: 'Fz2bT9dN4Q0XyX1v0a3m5A' })
  rawId: string;

  @OneOf({ publicKey: 'public-key' })
  type: 'public-key';

  @OneOf({ platform: 'platform', crossPlatform: 'cross-platform' }, { optional: true })
  authenticatorAttachment?: 'platform' | 'cross-platform';

  // Browsers add to it what was asked for and what was not; none of it is read.
  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  @IsObject()
  clientExtensionResults: object;
}
