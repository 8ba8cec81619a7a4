import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { endOtherSessions } from '../auth/other-sessions.js';
import { confirmed } from '../auth/second-factors.js';
import { conflict } from '../common/problem.js';
import { Notices } from '../mail/notices.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Owner } from './owner.js';
import { RecoveryCodes } from './recovery-codes.js';

const MOST = 10;

type Transaction = Pick<PrismaService, 'challenge' | 'factor' | 'mail' | 'recoveryCode' | 'session'>;

/** What is the same for every kind of factor that is added. The caller of these holds the user's row. */
@Injectable()
export class Enrollment {
  constructor(
    private readonly recoveryCodes: RecoveryCodes,
    private readonly notices: Notices,
  ) {}

  /** @throws 409 if the user has as many factors as one may have */
  async requireRoom(transaction: Transaction, userId: string): Promise<void> {
    if ((await transaction.factor.count({ where: { userId } })) >= MOST)
      throw conflict(`You have ${MOST} second factors already: remove one first.`);
  }

  /**
   * The factor was used for the first time: in this session, too, and its owner is told. The first recovery codes come with it. With
   * the user's first factor the other sessions end: they were opened without, and could take it away.
   */
  async complete(transaction: Transaction, caller: Caller, owner: Owner): Promise<string[] | null> {
    const now = new Date();
    const where = { id: caller.sessionId, endedAt: null };
    if ((await transaction.factor.count({ where: confirmed(owner.id) })) === 1)
      await endOtherSessions(transaction, caller);
    await transaction.session.updateMany({ where, data: { authenticatedAt: now, factorAt: now } });
    await this.notices.factors(transaction, 'factor-added', owner);
    return this.recoveryCodes.giveFirst(transaction, owner.id);
  }
}
