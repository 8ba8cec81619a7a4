import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { LOCKED } from './login-failures.js';

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;

/**
 * Forgets what is of no use any more: sessions that ended or expired, mails, and counts of failed logins that nothing was added to,
 * a month ago (ASVS 14.2.7); and at once what could be used no longer, and the addresses of strangers who were asked about.
 * A locked account stays locked. Every instance may do it; a row is deleted once.
 */
@Injectable()
export class Housekeeping implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Housekeeping');
  private timer?: NodeJS.Timeout;

  constructor(private readonly prisma: PrismaService) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.tidy(), HOUR_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Never throws: what can't be deleted now can be deleted in an hour. */
  async tidy(): Promise<void> {
    const past = { lt: new Date(Date.now() - KEPT_MS) };
    try {
      await this.prisma.session.deleteMany({
        where: { OR: [{ endedAt: past }, { expiresAt: past }, { idleExpiresAt: past }] },
      });
      await this.prisma.loginFailure.deleteMany({ where: { updatedAt: past, failures: { lt: LOCKED } } });
      const expired = { expiresAt: { lt: new Date() } };
      await this.prisma.userToken.deleteMany({ where: expired });
      await this.prisma.challenge.deleteMany({ where: expired });
      await this.prisma.spentNonce.deleteMany({ where: expired });
      await this.prisma.clientToken.deleteMany({ where: expired });
      // How often an address was asked about is counted for an hour (outbox.ts).
      const hourAgo = { lt: new Date(Date.now() - HOUR_MS) };
      await this.prisma.factor.deleteMany({ where: { confirmedAt: null, createdAt: hourAgo } });
      await this.prisma.mail.deleteMany({ where: { status: 'dropped', createdAt: hourAgo } });
      await this.prisma.mail.deleteMany({ where: { status: { in: ['sent', 'failed'] }, createdAt: past } });
    } catch (error) {
      this.logger.warn({ name: (error as Error).name }, 'nothing was tidied');
    }
  }
}
