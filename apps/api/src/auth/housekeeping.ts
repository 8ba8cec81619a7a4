import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { LOCKED } from './login-failures.js';

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;

/**
 * Forgets what is of no use any more: sessions that ended or expired, and counts of failed logins that nothing was added to, a
 * month ago (ASVS 14.2.7). A locked account stays locked. Every instance may do it; a row is deleted once.
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
    } catch (error) {
      this.logger.warn({ name: (error as Error).name }, 'nothing was tidied');
    }
  }
}
