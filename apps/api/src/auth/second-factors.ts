import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { Problem } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { alive } from './session-life.js';

/** With what a challenge is met. */
export const factorMethods = ['totp', 'passkey', 'recovery_code'] as const;
export type FactorMethod = (typeof factorMethods)[number];

/** What a user has besides a password. A factor counts from when its first code was used. */
@Injectable()
export class SecondFactors {
  constructor(private readonly prisma: PrismaService) {}

  /** None, for who has no second factor; a recovery code stands in for one, and is none by itself. */
  async methodsOf(userId: string): Promise<FactorMethod[]> {
    const [{ methods } = { methods: [] }] = await this.prisma.$queryRaw<{ methods: FactorMethod[] }[]>`
      SELECT array_agg(DISTINCT f.kind::text) || CASE WHEN EXISTS (SELECT FROM "RecoveryCode" r WHERE r."userId" = ${userId}::uuid)
        THEN '{recovery_code}'::text[] ELSE '{}' END AS methods
      FROM "Factor" f WHERE f."userId" = ${userId}::uuid AND f."confirmedAt" IS NOT NULL HAVING count(*) > 0`;
    return methods;
  }
}

type Transaction = Pick<PrismaService, '$queryRaw' | 'factor'>;

/**
 * Holds the user's row until the transaction ends: what is written there and hangs on the user's factors, or the other way round,
 * goes one after another. What is read of them has to be read after this.
 */
export async function holdUser(transaction: Pick<Transaction, '$queryRaw'>, id: string): Promise<Held> {
  const [user] = await transaction.$queryRaw<Held[]>`
    SELECT id, email, "passwordIsShort" FROM "User" WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return user!;
}

/**
 * Holds the caller's own row, for what adds or takes away a way to log in. Their session was alive when the request came; what has
 * ended it since, as a new password does, had this row as well and must not be outlived by a credential that the session leaves behind.
 *
 * @throws 401 if it has ended
 */
export async function holdCaller(
  transaction: Pick<PrismaService, '$queryRaw' | 'session'>,
  { userId, sessionId, bound }: Caller,
): Promise<Held> {
  const user = await holdUser(transaction, userId);
  if ((await transaction.session.count({ where: { id: sessionId, userId, ...alive() } })) === 0)
    throw new Problem('unauthenticated', {
      headers: { 'WWW-Authenticate': `${bound ? 'DPoP' : 'Bearer'} error="invalid_token"` },
    });
  return user;
}

export interface Held {
  id: string;
  email: string;
  passwordIsShort: boolean;
}

/** Whether the user, whose row is held, has a second factor. */
export const hasFactor = async (transaction: Transaction, userId: string): Promise<boolean> =>
  (await transaction.factor.count({ where: confirmed(userId) })) > 0;

export const confirmed = (userId: string) => ({ userId, confirmedAt: { not: null } });
