import { createECDH, createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JWK } from 'jose';
import { isExample } from './example-keys.js';

const developmentFile = resolve('.data/signing-keys.json');

/** A private JWK (EC P-256). `counting` is what failed logins are counted under: a key hands it on to its successor (auth/login-failures.ts). */
export type SigningKey = JWK & { kid: string; counting?: string };

/**
 * The private keys that sign and verify access tokens: a JWK set as text, or a file of one. The first signs; the others still
 * verify, so that a key can be replaced without ending a session. Outside production a missing setting makes a key and keeps it.
 */
export function readSigningKeys(setting: string | undefined, production: boolean): SigningKey[] {
  if (!setting) {
    if (production) throw new Error('is required in production');
    return parseKeys(developmentKeys());
  }
  const file = signingKeysFile(setting);
  return parseKeys(file ? contentOf(file) : setting);
}

/** The file that the keys are in; none if the setting is their text. */
export function signingKeysFile(setting: string | undefined): string | undefined {
  if (!setting) return developmentFile;
  return setting.trimStart().startsWith('{') ? undefined : resolve(setting);
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

/** @throws what is wrong with the set, without a word of it */
export function parseKeys(text: string): SigningKey[] {
  let keys: SigningKey[];
  try {
    keys = (JSON.parse(text) as { keys: JWK[] }).keys.map(checkedKey);
  } catch {
    throw malformed();
  }
  if (keys.length === 0) throw new Error('holds no key');
  if (new Set(keys.map((key) => key.kid)).size < keys.length) throw new Error('holds two keys with the same kid');
  if (keys.some(isExample)) throw new Error('holds a key that everybody knows, from an RFC');
  return keys;
}

function checkedKey(jwk: JWK & { counting?: unknown }): SigningKey {
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256' || !jwk.d) throw new Error('not a private EC P-256 key');
  const d = canonical(jwk.d);
  const point = pointOf(d);
  // A key whose halves are of two starts, and then no token that it signs is good.
  if (canonical(jwk.x) !== point.x || canonical(jwk.y) !== point.y) throw new Error('not the halves of one key');
  // It becomes a part of each token.
  if (jwk.kid !== undefined && !/^[\w-]{1,100}$/.test(jwk.kid)) throw new Error('not a usable kid');
  const { kty, crv, counting } = jwk;
  const kept = typeof counting === 'string' && /^[\w-]{43}$/.test(counting) && { counting };
  const key = { kty, crv, ...point, d };
  return { ...key, kid: jwk.kid ?? thumbprint(key), alg: 'ES256', use: 'sig', ...kept };
}

/** 32 bytes, in the one spelling of theirs (RFC 7518, 6.2.1.2 to 6.2.2.1). */
function canonical(part: string | undefined): string {
  const bytes = Buffer.from(part ?? '', 'base64url');
  if (bytes.length !== 32) throw new Error('not 32 bytes');
  return bytes.toString('base64url');
}

/** The public half that belongs to the private one. */
function pointOf(d: string): { x: string; y: string } {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(d, 'base64url');
  const point = pair.getPublicKey();
  return { x: point.toString('base64url', 1, 33), y: point.toString('base64url', 33) };
}

/** RFC 7638. */
export function thumbprint({ crv, kty, x, y }: JWK): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** A new private key, as a JWK. */
export const createKey = (): JWK =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

function developmentKeys(): string {
  try {
    return readFileSync(developmentFile, 'utf8');
  } catch {
    keepDevelopmentKeys(JSON.stringify({ keys: [createKey()] }));
    return readFileSync(developmentFile, 'utf8');
  }
}

/** Of several starts at once one makes the keys of all, and nobody reads half a file. */
function keepDevelopmentKeys(text: string): void {
  mkdirSync(dirname(developmentFile), { recursive: true });
  const whole = `${developmentFile}.${randomUUID()}`;
  writeFileSync(whole, text, { mode: 0o600 });
  try {
    linkSync(whole, developmentFile);
  } catch {
    // It is there; or the file system has no hard links.
    if (!existsSync(developmentFile)) renameSync(whole, developmentFile);
  } finally {
    rmSync(whole, { force: true });
  }
}
