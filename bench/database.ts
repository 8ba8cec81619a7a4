import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../apps/cli/src/embedded-postgres.js';
import { readMigrations } from '../apps/cli/src/migration-files.js';
import { migrate } from '../apps/cli/src/migrations.js';
import type { Running } from '../apps/cli/src/running.js';
import { loadData, schoolStatements } from './data.js';

export interface Database {
  url: string;
  /** The process whose children serve the connections. */
  pid: number;
  client: pg.Client;
}

/** A PostgreSQL of its own for this size, with the settings that `npm start` gives it. What was loaded once stays loaded. */
export async function openDatabase(running: Running, students: number): Promise<Database> {
  const { databaseUrl: url, folder } = await running.add(() => startEmbeddedPostgres(`.data/bench/${students}`));
  const client = await running.add(() => connect(url));
  await load(client, url, students);
  const [pid] = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  return { url, pid: Number(pid), client };
}

async function connect(connectionString: string) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return Object.assign(client, { stop: () => client.end() });
}

/** Loads what isn't there yet, or was loaded by another version of this program. */
async function load(client: pg.Client, url: string, students: number): Promise<void> {
  const what = JSON.stringify([schoolStatements, readMigrations().map(({ checksum }) => checksum)]);
  const version = createHash('sha256').update(what).digest('hex');
  const { rows } = await client.query(
    `SELECT shobj_description(oid, 'pg_database') AS version FROM pg_database WHERE datname = current_database()`,
  );
  if (rows[0].version !== version) {
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await migrate(url);
    await loadData(client, students);
    await client.query(`COMMENT ON DATABASE homeroom IS '${version}'`);
  }
  await client.query('DELETE FROM "Session"');
}
