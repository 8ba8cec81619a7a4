import { ArrayMaxSize, IsArray, IsInt, Matches } from 'class-validator';
import { field } from '../../common/field.js';
import { Line } from '../../common/fields.js';
import { Whole } from '../../common/whole.js';
import { Base64url } from './base64url.js';
import { PasskeyCredential } from './passkey-credential.js';

const transport = /^[a-z-]{1,20}$/;

export class PasskeyAttestationData {
  @Base64url(4_096, { example: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0' })
  clientDataJSON: string;

  @Base64url(16_384, { example: 'o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVil' })
  attestationObject: string;

  @field(
    { optional: true, example: ['internal'] },
    { type: 'array', items: { type: 'string', pattern: transport.source }, maxItems: 10 },
    [IsArray(), ArrayMaxSize(10), Matches(transport, { each: true })],
  )
  transports?: string[];

  // The attestation has these three as well, and is what is read.
  @Base64url(8_192, { optional: true, example: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAA' })
  authenticatorData?: string;

  @Base64url(8_192, { optional: true, example: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE' })
  publicKey?: string;

  @field({ optional: true, example: -7 }, { type: 'integer' }, [IsInt()])
  publicKeyAlgorithm?: number;
}

/** The `RegistrationResponseJSON` of WebAuthn. */
export class PasskeyAttestation extends PasskeyCredential {
  @Whole(PasskeyAttestationData, '')
  response: PasskeyAttestationData;
}

export class CreatePasskey {
  @Line(100, { optional: true, description: 'By which you know it again.', example: 'My telephone' })
  name?: string;

  @Whole(
    PasskeyAttestation,
    'must be what `toJSON()` of the credential that `navigator.credentials.create()` gave returns',
  )
  response: PasskeyAttestation;
}
