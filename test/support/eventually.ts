import { setTimeout as delay } from 'node:timers/promises';

/** Asks until it is so, for at most ten seconds. */
export async function eventually<T>(check: () => Promise<T>, wanted: T): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end && (await check()) !== wanted; await delay(50));
  expect(await check()).toBe(wanted);
}
