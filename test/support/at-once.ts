import { setTimeout as delay } from 'node:timers/promises';
import { app } from './app.js';
import type { Answer } from './client.js';
import type { Actor } from './school.js';

/** Lets both come as far as the user's row, the first before the second, and then go on. */
export async function atOnce(
  actor: Actor,
  first: () => Promise<Answer>,
  second: () => Promise<Answer>,
): Promise<number[]> {
  await actor.accessToken();
  const { database } = await app();
  const answers = await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT FROM "User" WHERE id = ${actor.userId}::uuid FOR UPDATE`;
    const before = first();
    await untilWaiting(1);
    const after = second();
    await untilWaiting(2);
    return [before, after];
  });
  return (await Promise.all(answers)).map(({ status }) => status);
}

/** Until so many statements wait for what someone else holds; the server gives its own up after ten seconds. */
export async function untilWaiting(count: number): Promise<void> {
  const { database } = await app();
  const waiting = () => database.$queryRaw<object[]>`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (const end = Date.now() + 9_000; (await waiting()).length < count; await delay(10))
    if (Date.now() > end) throw new Error(`There are not ${count} that wait.`);
}
