import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { Credentials, usualSecret } from './credentials.js';
import * as homeroom from './homeroom.js';
import { spawnOnServerCore } from './processes.js';

export const serverNames = ['bare', 'usual', 'homeroom'] as const;
export type ServerName = (typeof serverNames)[number];

export interface Server {
  name: ServerName;
  pid: number;
  port: number;
  url: string;
  credentials: Credentials;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const logs = '.data/bench/logs';

const programs: Record<ServerName, { command: string[]; settings: Record<string, string>; ready: string }> = {
  bare: { command: [fileURLToPath(new URL('bare.js', import.meta.url))], settings: {}, ready: '/livez' },
  usual: {
    command: [fileURLToPath(new URL('usual.js', import.meta.url))],
    settings: { JWT_SECRET: usualSecret },
    ready: '/livez',
  },
  homeroom: { ...homeroom, ready: '/readyz' },
};

/** Starts a server on the servers' core; what it logs goes to a file, as writing it is a part of the work. */
export async function startServer(
  name: ServerName,
  databaseUrl: string,
  more: Record<string, string> = {},
): Promise<Server> {
  const { command, settings, ready } = programs[name];
  const port = await freePort();
  mkdirSync(logs, { recursive: true });
  const log = `${logs}/${name}-${port}.log`;
  const output = openSync(log, 'w');
  const child = spawnOnServerCore(command, {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      ...settings,
      ...more,
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  process.on('exit', () => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + READY_WITHIN_MS; ; await delay(20)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`The ${name} server did not start: see ${log}`);
    if ((await fetch(url + ready).catch(() => undefined))?.ok) break;
  }
  const stop = async () => {
    // Nobody asks any more; a stop that waits for them would take Homeroom five seconds.
    child.kill('SIGKILL');
    await ended;
    rmSync(log, { force: true });
  };
  return { name, pid: child.pid!, port, url, credentials: new Credentials(name, url), stop };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
