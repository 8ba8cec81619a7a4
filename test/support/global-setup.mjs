import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../dist/apps/cli/src/embedded-postgres.js';
import { migrate } from '../../dist/apps/cli/src/migrations.js';

/*
 * Before all tests: a PostgreSQL of this run's own in a temporary folder, or that of TEST_DATABASE_URL (a user who may create
 * databases), and in it one migrated database of which every test file gets a copy (database.ts). Jest compiles nothing for
 * this file, so it is JavaScript and takes the built program, which `npm test` builds first.
 */
export default async function setUp() {
  const server = process.env.TEST_DATABASE_URL
    ? { databaseUrl: process.env.TEST_DATABASE_URL, stop: () => undefined }
    : await startTemporary();
  const prefix = `test_${randomBytes(5).toString('hex')}`;
  globalThis.endTestServer = async () => {
    await dropDatabases(server.databaseUrl, prefix);
    await server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void globalThis.endTestServer().finally(() => process.exit(1)));

  await query(server.databaseUrl, `CREATE DATABASE ${prefix}_template`);
  const template = new URL(server.databaseUrl);
  template.pathname = `/${prefix}_template`;
  await migrate(template.href);
  process.env.HOMEROOM_TEST_DIST = resolve(process.env.HOMEROOM_TEST_DIST ?? 'dist');
  process.env.HOMEROOM_TEST_SERVER = server.databaseUrl;
  process.env.HOMEROOM_TEST_PREFIX = prefix;
}

/**
 * Losing the data in a power cut is no loss here, and not waiting for the disk is faster. There is nobody to replicate to, and the
 * vacuum would visit more than a hundred databases in turn that are thrown away before it comes a second time.
 */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  max_connections: '300',
};

async function startTemporary() {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'));
  const server = await startEmbeddedPostgres(folder, { settings });
  const remove = () => [server.folder, folder].forEach((path) => rmSync(path, { recursive: true, force: true }));
  return { databaseUrl: server.databaseUrl, stop: () => server.stop().finally(remove) };
}

async function dropDatabases(server, prefix) {
  const { rows } = await query(server, 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix]);
  for (const { datname } of rows) await query(server, `DROP DATABASE ${datname} WITH (FORCE)`);
}

async function query(connectionString, ...statement) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(...statement);
  } finally {
    await client.end();
  }
}
