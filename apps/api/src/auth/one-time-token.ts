import { createHash, randomBytes } from 'node:crypto';

/** How long each kind is good for, in milliseconds (ASVS 6.5.5). */
export const lives = {
  invitation: 7 * 24 * 3_600_000,
  passwordReset: 10 * 60_000,
  emailChange: 10 * 60_000,
} as const;

/** A secret of 256 bits that is good for one use. */
export const createOneTimeToken = () => randomBytes(32).toString('base64url');

/** What the database gets of it (ASVS 6.4.1, 6.5.1). */
export const digestOf = (token: string) => createHash('sha256').update(token).digest();
