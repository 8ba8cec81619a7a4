import { Injectable } from '@nestjs/common';
import { confirmed } from '../auth/second-factors.js';
import { Sealing } from '../auth/sealing.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Owner } from './owner.js';
import { RecoveryCodes } from './recovery-codes.js';
import { stepOf } from './totp-codes.js';

/** What a person types in place of a password's second half: six digits, or a recovery code. */
@Injectable()
export class Codes {
  constructor(
    private readonly prisma: PrismaService,
    private readonly sealing: Sealing,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  /** Whether it is a code of this user; it is used up then, and good no second time. Of several uses at once, one gets it. */
  async use(owner: Owner, code: string): Promise<boolean> {
    const plain = code.replace(/[\s-]/g, '').toUpperCase();
    return /^\d{6}$/.test(plain) ? this.useDigits(owner, plain) : this.recoveryCodes.use(owner, plain);
  }

  private async useDigits({ id: userId }: Owner, code: string): Promise<boolean> {
    const factors = await this.prisma.factor.findMany({
      where: { ...confirmed(userId), kind: 'totp' },
      select: { id: true, secret: true },
    });
    for (const { id, secret } of factors) {
      const step = stepOf(this.sealing.open(secret!, id), code);
      if (step !== undefined && (await this.moveOn(id, step))) return true;
    }
    return false;
  }

  /** The statement that accepts a code is the one that makes it, and each before it, of no use (RFC 6238, 5.2; ASVS 6.5.1). */
  private async moveOn(id: string, step: number): Promise<boolean> {
    const { count } = await this.prisma.factor.updateMany({
      where: { id, confirmedAt: { not: null }, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
      data: { lastStep: step, lastUsedAt: new Date() },
    });
    return count > 0;
  }
}
