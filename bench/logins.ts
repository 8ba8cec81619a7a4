import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Running } from '../apps/cli/src/running.js';
import { password } from './data.js';
import { type Database, openDatabase } from './database.js';
import { Loader } from './loader.js';
import { measureWork } from './measure.js';
import type { Options } from './options.js';
import { spawnOnServerCore } from './processes.js';
import { startServer } from './servers.js';
import { type Spread, spreadOf } from './statistics.js';
import type { Turn } from './work.js';
import { works } from './works.js';
import { readWorld } from './world.js';

const CONNECTIONS = 16;
const USERS_EACH = 50;
/** While somebody logs in, others read: four connections that ask every 20 ms are 200 requests a second. */
const readers = { connections: 4, everyMs: 20 };

export interface Logins {
  /** A second. */
  logins: Spread;
  verifications: Spread;
  ratio: Spread;
  /** Of W1 at a fixed load, in microseconds: with nothing else to do, and while all the connections log in. */
  p99: { idle: Spread; busy: Spread; ratio: Spread };
}

export async function measureLogins(running: Running, { students, rounds, seconds }: Options): Promise<Logins> {
  const measureMs = seconds * 1_000;
  const database = await openDatabase(running, students);
  const server = await running.add(() => startServer('homeroom', database.url));
  const loader = await running.add(async () => new Loader());
  const reader = await running.add(async () => new Loader());
  const world = await readWorld(database.client);
  const logins = await loginsOf(database);
  const reads = (await works.W1.turns(world, database.client)).slice(0, readers.connections);
  const of = { server, database, world, measureMs };

  const measured: Record<'logins' | 'alone' | 'idle' | 'busy', number>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const alone = await verifyAlone(database, measureMs);
    const logIn = () => measureWork({ ...of, loader, work: { status: 200 }, turns: logins });
    const read = () => measureWork({ ...of, loader: reader, work: works.W1, turns: reads, everyMs: readers.everyMs });
    const { requestsPerSecond } = await logIn();
    const { p99: idle } = await read();
    const [{ p99: busy }] = await Promise.all([read(), logIn()]);
    console.log(
      `round ${round}  ${requestsPerSecond.toFixed(1)} logins/s  argon2 alone ${alone.toFixed(1)}/s  p99 of W1 ${idle} µs, while they log in ${busy} µs`,
    );
    measured.push({ logins: requestsPerSecond, alone, idle, busy });
  }
  const spread = (figure: (one: (typeof measured)[number]) => number) => spreadOf(measured.map(figure));
  return {
    logins: spread((one) => one.logins),
    verifications: spread((one) => one.alone),
    ratio: spread((one) => one.logins / one.alone),
    p99: {
      idle: spread((one) => one.idle),
      busy: spread((one) => one.busy),
      ratio: spread((one) => one.busy / one.idle),
    },
  };
}

/** Each connection logs in users of its own, one after the other. */
async function loginsOf({ client }: Database): Promise<Turn[]> {
  const { rows } = await client.query<{ email: string }>('SELECT email FROM "User" ORDER BY md5(email) LIMIT $1', [
    CONNECTIONS * USERS_EACH,
  ]);
  const ask = ({ email }: { email: string }) => ({
    method: 'POST' as const,
    path: '/v1/auth/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return Array.from({ length: CONNECTIONS }, (_, connection) => ({
    asks: rows.filter((_row, index) => index % CONNECTIONS === connection).map(ask),
  }));
}

async function verifyAlone({ client }: Database, measureMs: number): Promise<number> {
  const { rows } = await client.query<{ hash: string }>('SELECT "passwordHash" AS hash FROM "User" LIMIT 1');
  const child = spawnOnServerCore([fileURLToPath(new URL('argon2.js', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send({ ...rows[0]!, password, measureMs });
  const [rate] = (await once(child, 'message')) as [number];
  child.disconnect();
  return rate;
}
