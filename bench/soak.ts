import { setInterval } from 'node:timers/promises';
import type { Running } from '../apps/cli/src/running.js';
import { openDatabase } from './database.js';
import { Loader } from './loader.js';
import { measureWork } from './measure.js';
import type { Options } from './options.js';
import { memoryOf } from './processes.js';
import { startServer } from './servers.js';
import { works } from './works.js';
import { readWorld } from './world.js';

const mixed = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7'] as const;
const CONNECTIONS_EACH = 5;
const SAMPLE_MS = 10_000;

export interface Soak {
  requests: number;
  /** The mean of each minute, in MB. */
  memory: number[];
  /** From the second minute, as the first is the warm-up, to the last. */
  growth: number;
}

/** All works at once, at full load, minute after minute. */
export async function measureSoak(running: Running, { students, minutes }: Options): Promise<Soak> {
  const database = await openDatabase(running, students);
  const server = await running.add(() => startServer('homeroom', database.url));
  const world = await readWorld(database.client);
  const loaders = await Promise.all(mixed.map(() => running.add(async () => new Loader())));
  const memory: number[] = [];
  let requests = 0;
  for (let minute = 1; minute <= minutes; minute += 1) {
    const over = new AbortController();
    const sampled = sample(server.pid, over.signal);
    const measured = await Promise.all(
      mixed.map(async (name, index) => {
        const turns = (await works[name].turns(world, database.client)).slice(0, CONNECTIONS_EACH);
        const work = works[name];
        const loader = loaders[index]!;
        return measureWork({ server, database, loader, work, turns, warmUpMs: 0, measureMs: 60_000 });
      }),
    );
    over.abort();
    memory.push(await sampled);
    const rate = measured.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
    requests += Math.round(rate * 60);
    console.log(`minute ${minute}  ${rate.toFixed(0)} requests/s  ${memory.at(-1)!.toFixed(1)} MB`);
  }
  return { requests, memory, growth: memory.at(-1)! / memory[1]! - 1 };
}

async function sample(pid: number, signal: AbortSignal): Promise<number> {
  const samples: number[] = [];
  try {
    for await (const _ of setInterval(SAMPLE_MS, undefined, { signal })) samples.push(memoryOf(pid));
  } catch {
    // The minute is over.
  }
  return samples.reduce((sum, one) => sum + one, 0) / samples.length;
}
