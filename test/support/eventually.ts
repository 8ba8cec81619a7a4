import { setTimeout as delay } from 'node:timers/promises';

/** Waits until it is so. The last look begins when the time is over, so that a machine that stalls takes none of it away. */
export async function eventually(isSo: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const isLast = performance.now() >= end;
    if (await isSo()) return;
    if (isLast) throw new Error(`Not within ${milliseconds} ms.`);
    await delay(20);
  }
}
