import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { endOtherSessions } from '../auth/other-sessions.js';
import { hasFactor, type Held, holdCaller } from '../auth/second-factors.js';
import { WaysIn } from '../auth/ways-in.js';
import type { Page } from '../common/page.js';
import type { PageQuery } from '../common/page.dto.js';
import { Pages } from '../common/pages.js';
import { conflict, notFound } from '../common/problem.js';
import { Notices } from '../mail/notices.js';
import type { Prisma } from '../prisma/generated/client.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { factors, type FactorView, type RecoveryCodesView } from './factor.view.js';
import { RecoveryCodes } from './recovery-codes.js';

type Transaction = Pick<PrismaService, 'membership'>;

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

  /** Removes one. 404 if it is not the caller's; 409 where `take` says so. */
  async remove(caller: Caller, id: string): Promise<void> {
    if (!(await this.take(caller, [{ id }]))) throw notFound();
  }

  /** Removes all of them, those that wait for their first code too. 409 where `take` says so. */
  async removeAll(caller: Caller): Promise<void> {
    await this.take(caller, []);
  }

  /**
   * Takes these away, and with the last one the recovery codes; the owner is told, and the other sessions end, which they may have
   * opened. False if there are none.
   *
   * @throws 409 if they are the only way to log in, the last ones of staff of a school that requires one, or of an account whose
   * password is too short without
   */
  private async take(caller: Caller, which: Prisma.FactorWhereInput[]): Promise<boolean> {
    const { userId } = caller;
    const where = { AND: [rows(caller, 'delete', 'Factor'), ...which] };
    const found = await this.prisma.$transaction(async (transaction) => {
      const owner = await holdCaller(transaction, caller);
      const taken = await transaction.factor.findMany({ where, select: { kind: true, confirmedAt: true } });
      await transaction.factor.deleteMany({ where });
      const inUse = taken.some(({ confirmedAt }) => confirmedAt);
      const isLast = !(await hasFactor(transaction, userId));
      if (inUse && isLast) await this.requireUnneeded(transaction, owner);
      if (isLast) await transaction.recoveryCode.deleteMany({ where: { userId } });
      if (taken.some(({ kind }) => kind === 'passkey')) await this.waysIn.require(transaction, userId);
      if (inUse) {
        await endOtherSessions(transaction, caller);
        await this.notices.factors(transaction, 'factor-removed', owner);
      }
      return taken.length > 0;
    });
    await this.changes.settled();
    if (found) this.logger.log({ event: 'factor.removed', userId });
    return found;
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
