import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';

/** What may be used once, on all instances together: the database decides. */
@Injectable()
export class Nonces {
  constructor(private readonly prisma: PrismaService) {}

  /** Whether this is its first use; kept for as long as it could be tried again. @param owner whose nonces are told apart from others' */
  async spend(owner: string, nonce: string, seconds: number): Promise<boolean> {
    const digest = createHash('sha256')
      .update(JSON.stringify([owner, nonce]))
      .digest();
    const spent = await this.prisma.$executeRaw`
      INSERT INTO "SpentNonce" (digest, "expiresAt") VALUES (${digest}, now() + make_interval(secs => ${seconds}::float8))
      ON CONFLICT DO NOTHING`;
    return spent > 0;
  }
}
