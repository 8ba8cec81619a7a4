import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import { type InnerList, isInnerList, parseDictionary } from 'structured-headers';
import { FRESH_SECONDS } from './dpop-proof.js';
import { isDigestOf } from './content-digest.js';
import { type Message, signatureBase } from './signature-base.js';

/** What a signature is verified with, and the id by which it may name that. */
export type VerifyingKey = { id: string } & (
  { algorithm: 'ed25519'; key: KeyObject } | { algorithm: 'hmac-sha256'; key: Uint8Array }
);

/** Why a signature isn't taken, in words for who made it: what was expected, never what it should have been. */
export class SignatureFault extends Error {}

/** What has to be signed, and a body's digest beside it. */
const covered = ['@method', '@target-uri', 'authorization'];

/**
 * Verifies the one signature of a message (RFC 9421, 3.2) over its method, address, credential and, by its digest (RFC 9530), body:
 * made within a minute, with this key. Returns its nonce; whether that comes a first time is asked apart.
 * @throws SignatureFault
 */
export function verifyMessage(message: Message, body: Uint8Array, key: VerifyingKey, now = Date.now()): string {
  const { input, signature } = readSignature(message);
  const names = new Set(input[0].map(([name]) => name));
  for (const name of [...covered, ...(body.length > 0 ? ['content-digest'] : [])])
    if (!names.has(name)) throw new SignatureFault(`It has to cover ${name}.`);
  const nonce = readParameters(input, key, now / 1_000);
  if (!isSigned(baseOf(message, input), signature, key))
    throw new SignatureFault('It is not of this request by this key.');
  if (names.has('content-digest') && !hasDigest(message, body))
    throw new SignatureFault('Content-Digest has to be of the body, with sha-256 or sha-512.');
  return nonce;
}

/** Of several signatures it would not be plain which one counts. */
function readSignature({ headers }: Message): { input: InnerList; signature: Uint8Array } {
  const [inputs, signatures] = [parsed(headers['signature-input']), parsed(headers.signature)];
  const [label, input] = [...inputs][0] ?? [];
  const [value] = (label && signatures.get(label)) || [];
  if (inputs.size !== 1 || signatures.size !== 1 || !input || !isInnerList(input) || !(value instanceof ArrayBuffer))
    throw new SignatureFault('Signature-Input and Signature have to hold one signature.');
  return { input, signature: new Uint8Array(value) };
}

function parsed(header: string | string[] | undefined) {
  try {
    return parseDictionary(typeof header === 'string' ? header : '');
  } catch {
    throw new SignatureFault('Signature-Input and Signature have to be dictionaries (RFC 9651).');
  }
}

function readParameters([, parameters]: InnerList, { id, algorithm }: VerifyingKey, now: number): string {
  const [created, expires, nonce, alg = algorithm, keyid = id] = ['created', 'expires', 'nonce', 'alg', 'keyid'].map(
    (name) => parameters.get(name),
  );
  if (!Number.isInteger(created) || Math.abs(now - Number(created)) > FRESH_SECONDS)
    throw new SignatureFault(`It has to be created within ${FRESH_SECONDS} seconds of now.`);
  if (expires !== undefined && !(Number.isInteger(expires) && Number(expires) > now))
    throw new SignatureFault('It has expired.');
  if (alg !== algorithm) throw new SignatureFault("Its alg is not the key's.");
  if (keyid !== id) throw new SignatureFault("Its keyid is not the key's id.");
  if (typeof nonce !== 'string' || !/^[\x21-\x7e]{16,128}$/.test(nonce))
    throw new SignatureFault('It has to have a nonce of 16 to 128 visible characters.');
  return nonce;
}

function baseOf(message: Message, input: InnerList): Buffer {
  try {
    // Headers come as latin1, so that these are the bytes that were sent.
    return Buffer.from(signatureBase(message, input), 'latin1');
  } catch {
    throw new SignatureFault('Each of its components has to be in the request, once, and without parameters.');
  }
}

export function isSigned(base: Uint8Array, signature: Uint8Array, { algorithm, key }: VerifyingKey): boolean {
  if (algorithm === 'ed25519') return verify(null, base, key, signature);
  const expected = createHmac('sha256', key).update(base).digest();
  return signature.length === expected.length && timingSafeEqual(expected, signature);
}

function hasDigest({ headers }: Message, body: Uint8Array): boolean {
  try {
    return isDigestOf(String(headers['content-digest']), body);
  } catch {
    return false;
  }
}

/** An Ed25519 public key of 32 bytes (RFC 8032), as node:crypto takes it. */
export const ed25519Key = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') } });
