import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import type { PasskeyAssertion } from './dto/passkey-assertion.dto.js';
import type { PasskeyAttestation } from './dto/create-passkey.dto.js';

/**
 * The challenge that the browser says it answers; it is looked up, and then held to what was signed. What was answered in a frame of
 * another site's page is an answer to none: its user saw another site (13.4.9).
 */
export function challengeOf({ response }: PasskeyAssertion | PasskeyAttestation): string {
  try {
    const data = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as Record<string, unknown>;
    return data.crossOrigin ? '' : String(data.challenge);
  } catch {
    return '';
  }
}

/**
 * Who made the authenticator is not asked. A certificate that comes all the same is refused before it is read: the library would
 * fetch the lists that some name, and this server asks no other host.
 */
export function isUnattested({ response }: PasskeyAttestation): boolean {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && !attestation.get('attStmt').get('x5c'));
}
