import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

/** What a proof is made for: one request, and the access token that it comes with, if it does. */
export interface Purpose {
  method: string;
  uri: string;
  token?: string;
}

export interface Proof {
  /** Of the key that made it (RFC 7638). */
  thumbprint: string;
  /** What tells it from every other proof of this key. */
  jti: string;
}

/** Asymmetric ones alone. Ed25519 is the name that RFC 9864 gives to EdDSA with that curve. */
export const PROOF_ALGORITHMS = ['ES256', 'Ed25519', 'EdDSA'];
/** So many seconds before or after now a request may say that it was signed. */
export const FRESH_SECONDS = 60;

/**
 * Reads a DPoP proof, every point of RFC 9449, 4.3: a JWT of its own type, signed by the public key in its header, for this method
 * and this address, made within a minute, and of this token. undefined if one doesn't hold. Whether it comes a first time is asked apart.
 */
export async function readProof(
  text: string,
  { method, uri, token }: Purpose,
  now = Date.now(),
): Promise<Proof | undefined> {
  try {
    const options = { typ: 'dpop+jwt', algorithms: PROOF_ALGORITHMS };
    const { payload, protectedHeader } = await jwtVerify<Record<string, unknown>>(text, EmbeddedJWK, options);
    const { jti, htm, htu, iat, ath } = payload;
    const holds =
      htm === method &&
      typeof htu === 'string' &&
      addressOf(htu) === addressOf(uri) &&
      typeof iat === 'number' &&
      Math.abs(now / 1_000 - iat) <= FRESH_SECONDS &&
      (token === undefined || ath === digestOf(token));
    if (!holds || typeof jti !== 'string' || !/^[\x21-\x7e]{16,128}$/.test(jti)) return undefined;
    return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk!), jti };
  } catch {
    return undefined;
  }
}

const digestOf = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Normalised by syntax and scheme (RFC 3986, 6.2.2 and 6.2.3), without a query and a fragment. @throws if it is no address */
function addressOf(uri: string): string {
  const { origin, username, password, pathname } = new URL(uri);
  const path = pathname.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
  return [origin, username, password, path].join(' ');
}
