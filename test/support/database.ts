import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A migrated database of its own: a copy of the run's template (global-setup.ts). It goes with the run's PostgreSQL. */
export async function createDatabase(): Promise<string> {
  const server = process.env.HOMEROOM_TEST_SERVER!;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('SELECT pg_advisory_lock(1)');
  await client.query(`CREATE DATABASE ${name} TEMPLATE template_homeroom`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
