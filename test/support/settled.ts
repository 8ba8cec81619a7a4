import { setTimeout as delay } from 'node:timers/promises';
import type { MailStatus } from '../../apps/api/src/prisma/generated/enums.js';
import { app } from './app.js';

/** Waits until it stands in the outbox how all mails to this address went. */
export async function settled(recipient: string, status: MailStatus): Promise<void> {
  const { database } = await app();
  const others = { recipient, status: { not: status } };
  for (const end = Date.now() + 15_000; (await database.mail.count({ where: others })) > 0; await delay(20))
    if (Date.now() > end) throw new Error(`Not all mails to ${recipient} are ${status}.`);
}
