import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { endOtherSessions } from '../auth/other-sessions.js';
import { confirmed, type Held, holdCaller } from '../auth/second-factors.js';
import { WaysIn } from '../auth/ways-in.js';
import type { Page } from '../common/page.js';
import type { PageQuery } from '../common/page.dto.js';
import { Pages } from '../common/pages.js';
import { conflict, notFound } from '../common/problem.js';
import { Notices } from '../mail/notices.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { factors, type FactorView, type RecoveryCodesView } from './factor.view.js';
import { RecoveryCodes } from './recovery-codes.js';

type Transaction = Pick<PrismaService, 'factor' | 'membership'>;

/** A user's own second factors. */
@Injectable()
export class FactorsService {
  private readonly logger = new Logger('Factors');

  constructor(
    private readonly prisma: PrismaService,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly notices: Notices,
    private readonly waysIn: WaysIn,
    private readonly changes: IdentityChanges,
    private readonly pages: Pages,
  ) {}

  findMany(caller: Caller, query: PageQuery): Promise<Page<FactorView>> {
    return this.pages.find(caller, this.prisma.factor, { view: factors, query, sort: 'createdAt', where: [] });
  }

  /**
   * Removes one, and with the last the recovery codes; the owner is told, and the other sessions end, which it may have opened. 404 if
   * it is not the caller's; 409 if it is the only way to log in, the last one of staff of a school that requires one, or of an account
   * whose password is too short without.
   */
  async remove(caller: Caller, id: string): Promise<void> {
    const { userId } = caller;
    await this.prisma.$transaction(async (transaction) => {
      const owner = await holdCaller(transaction, caller);
      const where = { AND: [rows(caller, 'delete', 'Factor'), { id }] };
      const factor = await transaction.factor.findFirst({ where, select: { kind: true, confirmedAt: true } });
      if (!factor) throw notFound();
      const others = await transaction.factor.count({ where: { ...confirmed(userId), id: { not: id } } });
      if (factor.confirmedAt && others === 0) await this.requireUnneeded(transaction, owner);
      await transaction.factor.deleteMany({ where });
      if (others === 0) await transaction.recoveryCode.deleteMany({ where: { userId } });
      if (factor.kind === 'passkey') await this.waysIn.require(transaction, userId);
      if (!factor.confirmedAt) return;
      await endOtherSessions(transaction, caller);
      await this.notices.factors(transaction, 'factor-removed', owner);
    });
    await this.changes.settled();
    this.logger.log({ event: 'factor.removed', userId });
  }

  /** Ten new recovery codes; those from before are void, and the owner is told. 409 without a factor. */
  async renewCodes(caller: Caller): Promise<RecoveryCodesView> {
    const { userId } = caller;
    return this.prisma.$transaction(async (transaction) => {
      const owner = await holdCaller(transaction, caller);
      const where = { AND: [rows(caller, 'create', 'Factor'), { confirmedAt: { not: null } }] };
      if ((await transaction.factor.count({ where })) === 0)
        throw conflict('You have no second factor that a recovery code could stand in for.');
      await this.notices.factors(transaction, 'recovery-codes-renewed', owner);
      return { recoveryCodes: await this.recoveryCodes.replace(transaction, userId) };
    });
  }

  private async requireUnneeded(transaction: Transaction, { id: userId, passwordIsShort }: Held): Promise<void> {
    if (passwordIsShort)
      throw conflict('Your password is too short without a second factor: choose a longer one first.');
    const required = await transaction.membership.count({
      where: { userId, status: 'active', role: { in: ['admin', 'teacher'] }, school: { staffFactorRequired: true } },
    });
    if (required > 0) throw conflict('Your school requires a second factor of its staff: add another one first.');
  }
}
