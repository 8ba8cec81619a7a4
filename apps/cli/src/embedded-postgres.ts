import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createCluster, filesOf } from './cluster.js';
import { connectionError, DatabaseError } from './database-error.js';
import { findPostgresHome } from './postgres-home.js';
import { findOrStart, stopServer } from './postgres-server.js';

export interface EmbeddedPostgres {
  /** As the owner of the database `homeroom`, which is no superuser but may create databases. */
  databaseUrl: string;
  /** Where its data are: not under the given folder if the user that it runs as can't get there. */
  folder: string;
  /** Stops the server; again and again if one likes. */
  stop(): Promise<void>;
}

/** Any number, as long as every Homeroom takes the same: who holds this lock lives and uses the server. */
const IN_USE = 4_866_002;

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
export async function startEmbeddedPostgres(
  base: string,
  { shared = false, settings = {} }: Options = {},
): Promise<EmbeddedPostgres> {
  const home = await findPostgresHome(base);
  await createCluster(home);
  const password = readFileSync(filesOf(home).password, 'utf8');
  const urlOf = (user: string, port: number) => `postgresql://${user}:${password}@127.0.0.1:${port}`;

  const port = await findOrStart(home, settings);
  const databaseUrl = `${urlOf('homeroom', port)}/homeroom`;
  const keeper = await connect(`${urlOf('postgres', port)}/postgres`);
  if (!(await takeOver(keeper))) {
    await keeper.end();
    if (shared) return { databaseUrl, folder: home.folder, stop: async () => undefined };
    throw new DatabaseError('The embedded PostgreSQL is in use by another Homeroom that was started from this folder.');
  }

  // The lock is kept until the server is gone: nobody may take over a server that is about to stop.
  const stop = async () => {
    try {
      await stopServer(home);
    } finally {
      await keeper.end();
    }
  };
  await createDatabase(keeper, password).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  return { databaseUrl, folder: home.folder, stop: () => (stopped ??= stop()) };
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw connectionError(client, error);
  });
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
