import { createHash, randomBytes } from 'node:crypto';

/** What a program sends: an API key, or a token that it got for one (OAuth). Each tells itself apart from whatever else is found. */
export type SecretKind = 'hr_live_' | 'hr_at_';

/** 256 random bits, and 36 by which a mistyped or cut one is known without asking the database, here and by who scans for leaked ones. */
export function createKeySecret(kind: SecretKind): string {
  const body = `${kind}${randomBytes(32).toString('base64url')}`;
  return `${body}${checksumOf(body)}`;
}

/** What kind it is; undefined for what we never gave out. */
export function kindOfSecret(secret: string): SecretKind | undefined {
  const [, body, kind, checksum] = /^((hr_live_|hr_at_)[\w-]{43})([\w-]{6})$/.exec(secret) ?? [];
  return body && checksumOf(body) === checksum ? (kind as SecretKind) : undefined;
}

const checksumOf = (body: string) => createHash('sha256').update(body).digest('base64url').slice(0, 6);
