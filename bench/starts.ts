import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from '../apps/cli/src/running.js';
import { openDatabase } from './database.js';
import type { Options } from './options.js';
import { freePort, startServer } from './servers.js';
import { type Spread, spreadOf } from './statistics.js';

const TIMES = 7;

/** Seconds from the start of the process, on a database that is there, until /readyz says 200. */
export async function measureStart(running: Running, { students }: Options): Promise<{ seconds: Spread }> {
  const database = await openDatabase(running, students);
  const seconds: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const start = performance.now();
    const server = await running.add(() => startServer('homeroom', database.url));
    seconds.push((performance.now() - start) / 1_000);
    await server.stop();
    console.log(`ready after ${seconds.at(-1)!.toFixed(2)} s`);
  }
  return { seconds: spreadOf(seconds) };
}

/** Seconds that a new user waits: `npm ci` in a fresh clone with an empty cache, then `npm start` until /readyz says 200. */
export async function measureCold(running: Running): Promise<{ install: number; start: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-cold-'));
  // Run as root, the database runs as another user, which has to reach its files.
  chmodSync(folder, 0o755);
  await running.add(async () => ({ stop: async () => rmSync(folder, { recursive: true, force: true }) }));
  const clone = join(folder, 'homeroom');
  execFileSync('git', ['clone', '--quiet', '.', clone]);
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: String(port), npm_config_cache: join(folder, 'cache') };
  const npm = (...args: string[]) => spawn('npm', args, { cwd: clone, env, stdio: ['ignore', 'ignore', 'inherit'] });

  const begin = performance.now();
  const [code] = await once(npm('ci', '--no-audit', '--no-fund'), 'exit');
  if (code !== 0) throw new Error(`npm ci ended with ${code}.`);
  const installed = performance.now();
  const program = await running.add(async () => {
    const child = npm('start');
    const ended = once(child, 'exit');
    const stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    return { child, stop };
  });
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok) {
    if (program.child.exitCode !== null) throw new Error('npm start ended.');
    await delay(50);
  }
  const times = { install: (installed - begin) / 1_000, start: (performance.now() - installed) / 1_000 };
  console.log(`npm ci ${times.install.toFixed(1)} s, npm start ${times.start.toFixed(1)} s`);
  return times;
}
