import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JWK } from 'jose';

const developmentFile = resolve('.data/signing-keys.json');

/**
 * The private keys that sign and verify access tokens: a JWK set as text, or a file of one. The first signs; the others still
 * verify, so that a key can be replaced without ending a session. Outside production a missing setting makes a key and keeps it.
 */
export function readSigningKeys(setting: string | undefined, production: boolean): JWK[] {
  if (!setting) {
    if (production) throw new Error('is required in production');
    return parseKeys(developmentKeys());
  }
  return parseKeys(setting.trimStart().startsWith('{') ? setting : contentOf(setting));
}

const malformed = () =>
  // The cause may quote the key, so it is not repeated.
  new Error('must be a JWK set {"keys": […]} of private EC P-256 keys, or the path of a file with one');

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw malformed();
  }
}

function parseKeys(text: string): JWK[] {
  let keys: JWK[];
  try {
    keys = (JSON.parse(text) as { keys: JWK[] }).keys.map(checkedKey);
  } catch {
    throw malformed();
  }
  if (keys.length === 0) throw new Error('holds no key');
  if (new Set(keys.map((key) => key.kid)).size < keys.length) throw new Error('holds two keys with the same kid');
  return keys;
}

function checkedKey(jwk: JWK): JWK {
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256' || !jwk.d) throw new Error('not a private EC P-256 key');
  createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  // It becomes a part of each token.
  if (jwk.kid !== undefined && !/^[\w-]{1,100}$/.test(jwk.kid)) throw new Error('not a usable kid');
  const { kty, crv, x, y, d } = jwk;
  return { kty, crv, x, y, d, kid: jwk.kid ?? thumbprint(jwk), alg: 'ES256', use: 'sig' };
}

/** RFC 7638. */
function thumbprint({ crv, kty, x, y }: JWK): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function developmentKeys(): string {
  try {
    return readFileSync(developmentFile, 'utf8');
  } catch {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const text = JSON.stringify({ keys: [jwk] });
    mkdirSync(dirname(developmentFile), { recursive: true });
    writeFileSync(developmentFile, text, { mode: 0o600 });
    return text;
  }
}
