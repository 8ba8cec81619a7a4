import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';

/** What a nonce belongs to is refused a minute before and after its time; the rest is for clocks that differ. */
const KEPT_SECONDS = 300;

/** What may be used once, on all instances together: the database decides. */
@Injectable()
export class Nonces {
  private readonly logger = new Logger('Nonces');

  constructor(private readonly prisma: PrismaService) {}

  /**
   * Whether this is its first use.
   * @param owner whose nonces are told apart from others'
   * @param ip of who brings it
   */
  async spend(owner: string, nonce: string, ip: string): Promise<boolean> {
    const digest = createHash('sha256')
      .update(JSON.stringify([owner, nonce]))
      .digest();
    const spent = await this.prisma.$executeRaw`
      INSERT INTO "SpentNonce" (digest, "expiresAt") VALUES (${digest}, now() + make_interval(secs => ${KEPT_SECONDS}::float8))
      ON CONFLICT DO NOTHING`;
    if (spent === 0) this.logger.warn({ event: 'proof.replayed', owner, ip });
    return spent > 0;
  }
}
