import type { Caller } from '../access/ability.js';
import type { PrismaService } from '../prisma/prisma.service.js';

/**
 * Ends the caller's other sessions, and the logins that wait for their second step: how one logs in has changed (ASVS 7.4.3). Whoever
 * calls this holds the user's row.
 */
export async function endOtherSessions(
  transaction: Pick<PrismaService, 'session' | 'challenge'>,
  { userId, sessionId }: Caller,
): Promise<void> {
  const others = { userId, id: { not: sessionId }, endedAt: null };
  await transaction.session.updateMany({ where: others, data: { endedAt: new Date() } });
  await transaction.challenge.deleteMany({ where: { userId, purpose: 'login' } });
}
