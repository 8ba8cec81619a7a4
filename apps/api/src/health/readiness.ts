import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { IdentityChanges } from '../auth/identity-changes.js';
import { PrismaService } from '../prisma/prisma.service.js';

/** A database that takes longer to say anything is no help to a request either. */
const PATIENCE_MS = 1_000;
/** Anyone may ask, and as often as they like; the database is asked this often at most. */
const FRESH_MS = 500;

/** Whether this instance should be sent requests. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private draining = false;
  private probe?: { at: number; answer: Promise<boolean> };

  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: IdentityChanges,
  ) {}

  drain(): void {
    this.draining = true;
  }

  beforeApplicationShutdown(): void {
    this.drain();
  }

  /** The database answers, its migrations are those that this code was started with, and its changes are heard. */
  async check(): Promise<boolean> {
    if (this.draining || !this.changes.heard()) return false;
    if (!this.probe || Date.now() - this.probe.at > FRESH_MS) this.probe = { at: Date.now(), answer: this.ask() };
    return this.probe.answer;
  }

  private ask(): Promise<boolean> {
    const answered = this.prisma.$queryRaw`SELECT 1 FROM "School" LIMIT 1`.then(
      () => true,
      () => false,
    );
    return Promise.race([answered, delay(PATIENCE_MS, false, { ref: false })]);
  }
}
