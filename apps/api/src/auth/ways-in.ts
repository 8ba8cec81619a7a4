import { Injectable } from '@nestjs/common';
import { conflict } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { PrismaService } from '../prisma/prisma.service.js';

/** With what alone a user can log in: a password, a passkey, or an account at a provider. */
@Injectable()
export class WaysIn {
  private readonly issuers: string[];

  constructor({ oidcProviders }: Config) {
    // One at a provider that is not configured any more opens nothing.
    this.issuers = oidcProviders.map(({ issuer }) => issuer);
  }

  /** Asked after one was taken away, with the user's row held: of the last two, both can't go at once. @throws 409 if none is left */
  async require(transaction: Pick<PrismaService, 'user'>, id: string): Promise<void> {
    const ways = [
      { passwordHash: { not: null } },
      { factors: { some: { kind: 'passkey' as const, confirmedAt: { not: null } } } },
      { identities: { some: { issuer: { in: this.issuers } } } },
    ];
    if ((await transaction.user.count({ where: { id, OR: ways } })) === 0)
      throw conflict('It is your only way to log in. Set a password or add another way first.');
  }
}
