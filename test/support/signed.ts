import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { Sealing } from '../../apps/api/src/auth/sealing.js';
import { KeyRing } from '../../apps/api/src/auth/key-ring.js';
import { KeysInUse } from '../../apps/api/src/config/keys-in-use.js';
import { apiKey } from './api-key.js';
import { app } from './app.js';
import { Client } from './client.js';
import { school, url } from './school.js';

/** What signs: the base's bytes to a signature's. */
export type Signer = (base: Buffer) => Buffer;

export interface SigningKey {
  id: string;
  secret: string;
  signer: Signer;
}

/** A key whose requests have to be signed, by Ed25519 or with a secret. */
export async function signingKey(algorithm: 'ed25519' | 'hmac-sha256' = 'ed25519'): Promise<SigningKey> {
  const { admin, rows } = await school();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  if (algorithm === 'ed25519') {
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
    return {
      ...(await apiKey(admin, rows.schoolId, { requireSignature: true, publicKey: raw })),
      signer: by(privateKey),
    };
  }
  const { config, database } = await app();
  const secret = Buffer.from(randomUUID().replaceAll('-', ''));
  const [{ id }] = await database.$queryRaw<[{ id: string }]>`SELECT uuidv7() AS id`;
  const signingSecret = new Sealing(new KeyRing(new KeysInUse(config))).seal(secret, id);
  const key = await apiKey(admin, rows.schoolId, { id, requireSignature: true, signingSecret });
  return { ...key, signer: (base) => createHmac('sha256', secret).update(base).digest() };
}

export const by =
  (key: KeyObject): Signer =>
  (base) =>
    sign(null, base, key);

export interface Wanted {
  method?: string;
  path?: string;
  body?: string;
  /** The components that are covered. */
  covers?: string[];
  /** What comes after them, text by text. */
  parameters?: Record<string, string | number | undefined>;
  signer?: Signer;
  digest?: string;
  /** The credential, if it is not the key as a bearer's. */
  authorization?: string;
}

export const digestOf = (body: string, algorithm = 'sha256') =>
  `${algorithm === 'sha256' ? 'sha-256' : 'sha-512'}=:${createHash(algorithm).update(body).digest('base64')}:`;

export const nonce = () => randomUUID();

/** The headers of a signed request, as RFC 9421 has it, written out by hand. */
export function signed(key: SigningKey, wanted: Wanted = {}): Record<string, string> {
  const { method = 'GET', path = '/v1/terms', body, signer = key.signer } = wanted;
  const authorization = wanted.authorization ?? `Bearer ${key.secret}`;
  const digest = wanted.digest ?? (body === undefined ? undefined : digestOf(body));
  const covers = wanted.covers ?? ['@method', '@target-uri', 'authorization', ...(digest ? ['content-digest'] : [])];
  const values: Record<string, string | undefined> = {
    '@method': method,
    '@target-uri': `http://homeroom.test${path}`,
    '@authority': 'homeroom.test',
    '@path': path.split('?')[0],
    '@query': `?${path.split('?')[1] ?? ''}`,
    authorization,
    'content-digest': digest,
  };
  const parameters = Object.entries({ created: Math.floor(Date.now() / 1_000), nonce: nonce(), ...wanted.parameters })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `;${name}=${typeof value === 'number' ? value : `"${value}"`}`);
  const input = `(${covers.map((name) => (name.includes('"') ? name : `"${name}"`)).join(' ')})${parameters.join('')}`;
  const lines = covers.map((name) =>
    name.includes('"') ? `${name}: ${values['@method']}` : `"${name}": ${values[name]}`,
  );
  const signature = signer(Buffer.from([...lines, `"@signature-params": ${input}`].join('\n'))).toString('base64');
  return {
    authorization,
    'signature-input': `sig=${input}`,
    signature: `sig=:${signature}:`,
    ...(digest && { 'content-digest': digest }),
  };
}

/** Sends exactly these headers. */
export const send = (
  headers: Record<string, string>,
  { method = 'GET', path = '/v1/terms', body }: Wanted = {},
  at = url,
) => new Client(at).request(method, path, undefined, { headers, ...(body !== undefined && { raw: body }) });

/** Signs a request, and sends it. */
export const sendSigned = (key: SigningKey, wanted: Wanted = {}) => send(signed(key, wanted), wanted);
