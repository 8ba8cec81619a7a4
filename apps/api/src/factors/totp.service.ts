import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { Sealing } from '../auth/sealing.js';
import { holdCaller } from '../auth/second-factors.js';
import { conflict, invalidInput } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateTotp } from './dto/create-totp.dto.js';
import { Enrollment } from './enrollment.js';
import type { RecoveryCodesView, TotpView } from './factor.view.js';
import { described, newSecret, stepOf } from './totp-codes.js';

/** One that was not confirmed within this time is gone (auth/housekeeping.ts). */
const UNCONFIRMED_MS = 3_600_000;

/** A user enrols an app that shows codes (RFC 6238). */
@Injectable()
export class TotpService {
  private readonly logger = new Logger('Factors');

  constructor(
    private readonly prisma: PrismaService,
    private readonly sealing: Sealing,
    private readonly enrollment: Enrollment,
    private readonly changes: IdentityChanges,
  ) {}

  /** A secret, shown this once; it replaces the user's unconfirmed one, and counts from when a code confirms it. 409 at ten factors. */
  async create(caller: Caller, { name = 'Authenticator app' }: CreateTotp): Promise<TotpView> {
    const { userId } = caller;
    const unconfirmed = { userId, kind: 'totp', confirmedAt: null } as const;
    const secret = newSecret();
    return this.prisma.$transaction(async (transaction) => {
      const { email } = await holdCaller(transaction, caller);
      await transaction.factor.deleteMany({ where: { AND: [rows(caller, 'create', 'Factor'), unconfirmed] } });
      await this.enrollment.requireRoom(transaction, userId);
      const [{ id }] = await transaction.$queryRaw<[{ id: string }]>`SELECT uuidv7() AS id`;
      const sealed = this.sealing.seal(secret, id);
      await transaction.factor.createMany({ data: { id, userId, kind: 'totp', name, secret: sealed } });
      return { id, ...described(secret, email) };
    });
  }

  /**
   * Confirms it with a code, which is used then. This session has used a factor from now on. 400 names `code` if it is wrong; 409
   * if nothing waits to be confirmed.
   */
  async confirm(caller: Caller, code: string): Promise<RecoveryCodesView> {
    const recoveryCodes = await this.prisma.$transaction(async (transaction) => {
      const owner = await holdCaller(transaction, caller);
      const since = { gt: new Date(Date.now() - UNCONFIRMED_MS) };
      const waiting = {
        AND: [rows(caller, 'update', 'Factor'), { kind: 'totp', confirmedAt: null, createdAt: since }],
      };
      const factor = await transaction.factor.findFirst({
        where: waiting as never,
        select: { id: true, secret: true },
      });
      if (!factor) throw conflict('There is no second factor that waits for a code.');
      const { id, secret } = factor;
      const step = stepOf(this.sealing.open(secret!, id), code.replace(/\s/g, ''));
      if (step === undefined)
        throw invalidInput([{ pointer: '/code', code: 'wrong', message: 'This is not a code of the app.' }]);
      const now = new Date();
      const data = { confirmedAt: now, lastUsedAt: now, lastStep: step };
      await transaction.factor.updateMany({ where: { id }, data });
      return this.enrollment.complete(transaction, caller, owner);
    });
    await this.changes.settled();
    this.logger.log({ event: 'factor.added', userId: caller.userId });
    return { recoveryCodes };
  }
}
