import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Runs one statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  connectionString: string,
  ...statement: [sql: string, values?: unknown[]]
) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(...statement)).rows;
  } finally {
    await client.end();
  }
}

/** The URL of a migrated, empty database of its own: a copy of the run's template (global-setup.mjs), with which it goes. */
export const createDatabase = () => create(`TEMPLATE ${process.env.HOMEROOM_TEST_PREFIX}_template`);

/** The URL of a database in which there is nothing at all. */
export const createEmptyDatabase = () => create('');

async function create(options: string): Promise<string> {
  const server = process.env.HOMEROOM_TEST_SERVER!;
  const name = `${process.env.HOMEROOM_TEST_PREFIX}_${randomBytes(8).toString('hex')}`;
  await query(server, `CREATE DATABASE ${name} ${options}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
