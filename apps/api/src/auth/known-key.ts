import { type Caller, createCaller } from '../access/ability.js';
import { nobody } from '../access/condition.js';
import { isScope } from '../access/scopes.js';
import type { Prisma } from '../prisma/generated/client.js';
import { within } from './networks.js';

/** A key, or a token of one, as the database has it now. */
export interface KnownKey {
  keyId: string;
  caller: Caller;
  /** When it ends, in milliseconds since 1970. */
  until: number;
  isAllowedFrom: (address: string) => boolean;
  /** What its requests have to be signed with, if they have to be: an Ed25519 public key, or a sealed secret. */
  signing?: { publicKey: Uint8Array | null; secret: Uint8Array | null };
  /** The rows that it was made of. */
  ids: string[];
}

/** As the key itself, or with a token as much of it, for as long, as the token says. */
export function known(key: Row, token?: { id: string; scopes: string[]; expiresAt: Date }): KnownKey {
  const { id, schoolId, school, allowedCidrs, requireSignature, publicKey, signingSecret, expiresAt } = key;
  const until = isOver(key) ? 0 : Math.min(expiresAt.getTime(), token?.expiresAt.getTime() ?? Infinity);
  const caller = createCaller({
    role: 'key',
    key: { id, scopes: (token?.scopes ?? key.scopes).filter(isScope), until },
    userId: nobody,
    sessionId: nobody,
    membershipId: nobody,
    status: 'active',
    schoolId,
    timezone: school.timezone,
    authenticatedAt: 0,
    factorMissing: false,
    studentId: null,
    teacherId: null,
  });
  return {
    keyId: id,
    caller,
    until,
    isAllowedFrom: allowedCidrs.length > 0 ? within(allowedCidrs) : () => true,
    ...(requireSignature && { signing: { publicKey, secret: signingSecret } }),
    ids: [id, schoolId, ...(token ? [token.id] : [])],
  };
}

/** Revoked, or replaced with no overlap: said of the row alone, as the clock that wrote it may be ahead of ours. */
const isOver = ({ revokedAt, rotatedAt, expiresAt }: Row) =>
  revokedAt !== null || (rotatedAt !== null && expiresAt <= rotatedAt);

export const keyColumns = {
  id: true,
  schoolId: true,
  scopes: true,
  allowedCidrs: true,
  requireSignature: true,
  publicKey: true,
  signingSecret: true,
  expiresAt: true,
  rotatedAt: true,
  revokedAt: true,
  school: { select: { timezone: true } },
} satisfies Prisma.ApiKeySelect;
export const tokenColumns = { id: true, scopes: true, expiresAt: true, apiKey: { select: keyColumns } };
type Row = Prisma.ApiKeyGetPayload<{ select: typeof keyColumns }>;
