import { createHash, randomBytes } from 'node:crypto';

const LIFE_MS = 7 * 24 * 3_600_000;

/** A single-use secret of 256 bits for seven days; the database gets its digest only (ASVS 6.4.1). */
export function createInvitationToken() {
  const token = randomBytes(32).toString('base64url');
  return { token, columns: { inviteDigest: digestOf(token), inviteExpiresAt: new Date(Date.now() + LIFE_MS) } };
}

export const digestOf = (token: string) => createHash('sha256').update(token).digest();
