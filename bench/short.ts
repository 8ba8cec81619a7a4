import type { Running } from '../apps/cli/src/running.js';
import { prepareComparison } from './comparison.js';
import { fallen, type Shares, sharesOf } from './regression.js';
import type { WorkName } from './work.js';

/** Small enough for every change: under three minutes if nothing is slower. Its shares are their own, as a smaller school gives others. */
const short = { students: 10_000, servers: ['bare' as const, 'homeroom' as const], rounds: 3, seconds: 2 };
const works: WorkName[] = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'];

export async function measureShort(running: Running): Promise<Shares> {
  const measure = await prepareComparison(running, short);
  return sharesOf(await measure(works));
}

/**
 * Others may keep the machine busy for a while: a share has fallen if it has in each of so many attempts. The further ones take longer,
 * so that they tell what is slower from what was disturbed; should it be every work, a quarter of an hour at most.
 */
const ATTEMPTS = 3;
const longer = { rounds: 5, seconds: 4 };

/** @throws Error that names each work whose share fell */
export async function checkShort(running: Running, recorded: Shares): Promise<void> {
  const measure = await prepareComparison(running, short);
  const measured = sharesOf(await measure(works));
  for (let attempt = 2; attempt <= ATTEMPTS; attempt += 1) {
    const again = fallen(recorded, measured);
    if (again.length > 0) Object.assign(measured, sharesOf(await measure(again, longer)));
  }
  for (const [work, share] of Object.entries(measured))
    console.log(`${work}  ${percent(share)} of bare, recorded ${percent(recorded[work as WorkName] ?? NaN)}`);
  const slow = fallen(recorded, measured);
  if (slow.length > 0) throw new Error(`Slower by more than a third than was recorded: ${slow.join(', ')}.`);
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
