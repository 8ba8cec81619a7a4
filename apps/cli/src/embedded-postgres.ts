import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createCluster, filesOf, isAlive, run } from './cluster.js';
import { DatabaseError } from './database-error.js';
import { findPostgresHome, type PostgresHome } from './postgres-home.js';

export interface EmbeddedPostgres {
  /** As the owner of the database `homeroom`, which is no superuser but may create databases. */
  databaseUrl: string;
  /** Stops the server; again and again if one likes. */
  stop(): Promise<void>;
}

/** Any number, as long as every Homeroom takes the same: who holds this lock lives and uses the server. */
const IN_USE = 4_866_002;
const PATIENCE_MS = 10_000;

interface Options {
  /** Whether a server that another Homeroom uses will do; that is then the one who stops it. */
  shared?: boolean;
  /** Of PostgreSQL, beyond its own defaults. */
  settings?: Record<string, string>;
}

/**
 * Starts the PostgreSQL that comes from the npm registry, with its data under the folder. A server that a killed start has left
 * running is taken over; one that another Homeroom uses is left alone.
 *
 * @throws DatabaseError if it is in use, or can't be started
 */
export async function startEmbeddedPostgres(base: string, { shared = false, settings = {} }: Options = {}): Promise<EmbeddedPostgres> {
  const home = await findPostgresHome(base);
  await createCluster(home);
  const password = readFileSync(filesOf(home).password, 'utf8');
  const urlOf = (user: string, port: number) => `postgresql://${user}:${password}@127.0.0.1:${port}`;

  const port = await findOrStart(home, settings);
  const databaseUrl = `${urlOf('homeroom', port)}/homeroom`;
  const keeper = await connect(`${urlOf('postgres', port)}/postgres`);
  try {
    if (!(await takeOver(keeper))) {
      if (!shared) throw new DatabaseError('The embedded PostgreSQL is in use by another Homeroom that was started from this folder.');
      await keeper.end();
      return { databaseUrl, stop: async () => undefined };
    }
    await createDatabase(keeper, password);
  } catch (error) {
    await keeper.end();
    throw error;
  }

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await keeper.end().catch(() => undefined);
    await run(home, 'pg_ctl', ['stop', '-D', filesOf(home).cluster, '-m', 'fast', '-w', '-t', '20']);
  };
  return { databaseUrl, stop: () => (stopped ??= stop()) };
}

/** The port of the server of this cluster. Another start may be as far as this one, or take the port that was free a moment ago. */
async function findOrStart(home: PostgresHome, settings: Record<string, string>): Promise<number> {
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

/** The port of a server that runs on this cluster; the file that says so may also be a dead server's. */
async function findRunning(home: PostgresHome): Promise<number | undefined> {
  const file = `${filesOf(home).cluster}/postmaster.pid`;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const [pid, , , port, , , , status] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (!pid || !isAlive(Number(pid))) return undefined;
    if (status?.trim() === 'ready') return Number(port);
    // It is starting or stopping.
  }
  throw new DatabaseError(`The embedded PostgreSQL neither starts nor stops: see ${filesOf(home).log}`);
}

async function startServer(home: PostgresHome, settings: Record<string, string>): Promise<number> {
  const { cluster, log } = filesOf(home);
  const port = await findFreePort();
  const all = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', timezone: 'UTC', log_checkpoints: 'off', ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
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

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Whether nobody else uses the server. The lock is held as long as the connection lasts, and that ends with this process, however it ends. */
async function takeOver(keeper: pg.Client): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await keeper.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [IN_USE]);
    if (rows[0]!.ours || attempt === 10) return rows[0]!.ours;
    // The server may not have noticed yet that the one before us is gone.
    await sleep(100);
  }
}

async function createDatabase(keeper: pg.Client, password: string): Promise<void> {
  const { rows } = await keeper.query<{ role: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'homeroom') AS role, EXISTS (SELECT FROM pg_database WHERE datname = 'homeroom') AS database`,
  );
  const { role, database } = rows[0]!;
  if (!role) await keeper.query(`CREATE ROLE homeroom LOGIN CREATEDB PASSWORD ${keeper.escapeLiteral(password)}`);
  if (!database) await keeper.query('CREATE DATABASE homeroom OWNER homeroom');
}
