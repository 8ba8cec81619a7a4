import { driftOf } from '../support/drift.js';
import { readMigrations } from '../../apps/cli/src/migration-files.js';
import { migrate } from '../../apps/cli/src/migrations.js';
import { createDatabase, createEmptyDatabase, query } from '../support/database.js';

const names = readMigrations().map(({ name }) => name);
const tablesOf = (url: string) =>
  query<{ name: string }>(
    url,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
const broken = (sql: string) => [
  ...readMigrations(),
  { name: '99990101000000_broken', sql, checksum: 'of the broken one' },
];

test('schema.prisma and the migrations have not drifted apart', async () => {
  // If they have: what is received here is the body of the next migration.
  expect(await driftOf(await createDatabase())).toBe('');
});

test('drift is found', async () => {
  const url = await createDatabase();
  await query(url, `ALTER TABLE "Student" DROP COLUMN address`);
  await query(url, `DROP INDEX "Enrollment_current_key"`);
  const drift = await driftOf(url);
  expect(drift).toContain('ADD COLUMN     "address" VARCHAR(500)');
  expect(drift).toContain('CREATE UNIQUE INDEX "Enrollment_current_key"');
});

test('an empty database gets every migration, and a second time none', async () => {
  const url = await createEmptyDatabase();
  expect(await migrate(url)).toEqual(names);
  expect(await migrate(url)).toEqual([]);
});

test('of several that migrate at once one does it, and none fails', async () => {
  const url = await createEmptyDatabase();
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url)));
  expect(applied.flat()).toEqual(names);
});

test('a migration that fails leaves the database as it was, and can be tried again', async () => {
  const url = await createEmptyDatabase();
  const failing = broken('CREATE TABLE half_made (id int); SELECT 1 / 0;');
  await expect(migrate(url, failing)).rejects.toThrow(
    /^The database was not migrated, and is as it was: .*division by zero/,
  );
  expect(await tablesOf(url)).toEqual([]);
  expect(await migrate(url)).toEqual(names);
});

test('a database that is newer than the program is refused, and left alone', async () => {
  const url = await createDatabase();
  await query(
    url,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '20990101000000_later', now())`,
  );
  await expect(migrate(url)).rejects.toThrow('newer than this program: it has the migration 20990101000000_later');
});

test('a migration that was changed after it was applied is refused', async () => {
  const url = await createDatabase();
  await query(url, `UPDATE _prisma_migrations SET checksum = 'another'`);
  await expect(migrate(url)).rejects.toThrow(`The migration ${names[0]} has been changed since`);
});

test('a migration that failed under Prisma’s own command is named', async () => {
  const url = await createDatabase();
  await query(url, `UPDATE _prisma_migrations SET finished_at = NULL`);
  await expect(migrate(url)).rejects.toThrow(`The migration ${names[0]} failed earlier`);
});

test('a database of someone else is refused, and left alone', async () => {
  const url = await createEmptyDatabase();
  await query(url, 'CREATE TABLE theirs (id int)');
  await expect(migrate(url)).rejects.toThrow('The database holds tables that are not of this program');
  expect(await tablesOf(url)).toEqual([{ name: 'theirs' }]);
});

test.each([
  ['no server', (url: URL) => (url.port = '1'), /can't be reached: ECONNREFUSED/],
  ['no database', (url: URL) => (url.pathname = '/nowhere'), /There is no database "nowhere"/],
  [
    'a wrong password',
    (url: URL) => (url.password = 'hunter2'),
    /refuses the user "homeroom": password authentication failed/,
  ],
])('%s: one line, without the password', async (_, spoil, expected) => {
  const url = new URL(await createEmptyDatabase());
  const { password } = url;
  spoil(url);
  const error = await migrate(url.href).then(
    () => undefined,
    (failure: Error) => failure,
  );
  expect(error!.message).toMatch(expected);
  for (const secret of [password, 'hunter2']) expect(error!.message).not.toContain(secret);
  expect(error!.message).not.toContain('\n');
});
