import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesOf, isAlive, run } from './cluster.js';
import { DatabaseError } from './database-error.js';
import type { PostgresHome } from './postgres-home.js';

/** A server that is on its way up or down is waited for. */
const PATIENCE_MS = 10_000;

/** The port of the server of this cluster. Another start may be as far as this one, or take the port that was free a moment ago. */
export async function findOrStart(home: PostgresHome, settings: Record<string, string>): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunning(home);
    if (running) return running;
    try {
      return await startServer(home, settings);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** The port of the server that runs on this cluster, if one does. */
async function findRunning(home: PostgresHome): Promise<number | undefined> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const { pid, port, ready } = readState(home);
    if (!pid || !isAlive(pid)) return undefined;
    if (ready) return port;
    // It is starting or stopping.
  }
  throw new DatabaseError(`The embedded PostgreSQL neither starts nor stops: see ${filesOf(home).log}`);
}

async function startServer(home: PostgresHome, settings: Record<string, string>): Promise<number> {
  const { cluster, log } = filesOf(home);
  const port = await findFreePort();
  const network = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' };
  // A refused statement is the program's to tell of; here it would be logged with the values in it.
  const logging = { log_min_messages: 'fatal', timezone: 'UTC' };
  const options = Object.entries({ ...network, ...logging, ...settings }).map(([name, value]) => `-c ${name}=${value}`);
  rmSync(log, { force: true });
  await run(home, 'pg_ctl', ['start', '-D', cluster, '-l', log, '-w', '-o', options.join(' ')]);
  return port;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Ends its sessions, their transactions undone, and waits until its files are in order and its process is gone. */
export async function stopServer(home: PostgresHome): Promise<void> {
  const { pid } = readState(home);
  if (!pid || !isAlive(pid)) return;
  await run(home, 'pg_ctl', ['stop', '-D', filesOf(home).cluster, '-m', 'fast', '-w', '-t', '20']);
  for (let wait = 0; wait < 1_000 && isAlive(pid); wait += 10) await sleep(10);
}

/** What PostgreSQL says of the server that runs on the cluster, or ran there when it was killed. */
function readState(home: PostgresHome): { pid?: number; port?: number; ready?: boolean } {
  const file = join(filesOf(home).cluster, 'postmaster.pid');
  if (!existsSync(file)) return {};
  const [pid, , , port, , , , status] = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === 'ready' };
}
