import { setTimeout as delay } from 'node:timers/promises';
import { Gauge, type Registry } from 'prom-client';
import type { PrismaService } from '../prisma/prisma.service.js';

/** What a database says later than this is not waited for. */
const PATIENCE_MS = 2_000;

/**
 * What only the database knows, asked for at each scrape: the mails, so that a failed one is seen. While it doesn't answer they are left
 * out, as nobody knows their number, and everything else is told all the same.
 */
export function addDatabaseMetrics(registry: Registry, prisma: PrismaService): void {
  const mails = new Gauge({
    name: 'homeroom_mails',
    help: 'Mails that wait to be sent, and mails of the last thirty days that were given up.',
    labelNames: ['status'],
    registers: [registry],
    collect: async () => {
      const counts = await Promise.race([countMails(prisma), delay(PATIENCE_MS, undefined, { ref: false })]);
      mails.reset();
      if (!counts) return;
      for (const status of ['waiting', 'failed'])
        mails.set({ status }, counts.find((row) => row.status === status)?.count ?? 0);
    },
  });
}

/** Those that were sent are the most, and are not counted: an index leads to the others. */
const countMails = (prisma: PrismaService) =>
  prisma.$queryRaw<{ status: string; count: number }[]>`
    SELECT status::text AS status, count(*)::int AS count FROM "Mail"
    WHERE status IN ('waiting', 'failed') GROUP BY status`.catch(() => undefined);
