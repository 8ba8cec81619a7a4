import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secret } from 'otpauth';
import { Notices } from '../mail/notices.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Owner } from './owner.js';

const COUNT = 10;
const BYTES = 15;

type Transaction = Pick<PrismaService, 'recoveryCode'>;

/** What is good once in place of a factor that was lost: 120 random bits each, of which the database has the digests alone (ASVS 6.5.2). */
@Injectable()
export class RecoveryCodes {
  constructor(
    private readonly prisma: PrismaService,
    private readonly notices: Notices,
  ) {}

  /** Ten new ones; those from before are void. The caller of this holds the user's row. */
  async replace(transaction: Transaction, userId: string): Promise<string[]> {
    await transaction.recoveryCode.deleteMany({ where: { userId } });
    const codes = Array.from({ length: COUNT }, () => new Secret({ buffer: randomBits() }).base32);
    await transaction.recoveryCode.createMany({ data: codes.map((code) => ({ userId, digest: digestOf(code) })) });
    return codes.map(readable);
  }

  /** Ten for whom has none; null for who has some left. The caller of this holds the user's row. */
  async giveFirst(transaction: Transaction, userId: string): Promise<string[] | null> {
    return (await transaction.recoveryCode.count({ where: { userId } })) > 0 ? null : this.replace(transaction, userId);
  }

  /** Uses one up, and tells the owner. Of two uses at once, one gets it. */
  async use({ id: userId, email }: Owner, code: string): Promise<boolean> {
    return this.prisma.$transaction(async (transaction) => {
      const { count } = await transaction.recoveryCode.deleteMany({ where: { userId, digest: digestOf(code) } });
      if (count > 0) await this.notices.factors(transaction, 'recovery-code-used', { id: userId, email });
      return count > 0;
    });
  }
}

const randomBits = () => Uint8Array.from(randomBytes(BYTES)).buffer;

/** As it is written down: six groups of four. */
const readable = (code: string) => code.match(/.{4}/g)!.join('-').toLowerCase();

const digestOf = (code: string) => createHash('sha256').update(code).digest();
