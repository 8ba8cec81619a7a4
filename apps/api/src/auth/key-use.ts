import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PrismaService } from '../prisma/prisma.service.js';

const MINUTE_MS = 60_000;

/** Notes when a key was last used: once a minute at most, and after the request, which doesn't wait for it. */
@Injectable()
export class KeyUse {
  private readonly logger = new Logger('KeyUse');
  private readonly noted = new LRUCache<string, true>({ max: 10_000, ttl: MINUTE_MS });

  constructor(private readonly prisma: PrismaService) {}

  note(id: string): void {
    if (this.noted.has(id)) return;
    this.noted.set(id, true);
    void this.write(id);
  }

  /** Never throws: that it was used is all that is lost. */
  private async write(id: string): Promise<void> {
    const now = new Date();
    const before = { OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(now.getTime() - MINUTE_MS) } }] };
    try {
      await this.prisma.apiKey.updateMany({ where: { id, ...before }, data: { lastUsedAt: now } });
    } catch (error) {
      this.logger.warn({ name: (error as Error).name }, 'the use of a key was not noted');
    }
  }
}
