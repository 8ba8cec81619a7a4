import { app } from '../support/app.js';

/** What the database's own catalog says of the tables of a school. */
async function catalog<Row>(sql: string): Promise<Row[]> {
  const { database } = await app();
  return database.$queryRawUnsafe<Row[]>(sql);
}

const columns = (array: string, table: string) =>
  `(SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(${array}) WITH ORDINALITY k(attnum, n) JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.attnum)`;

const ownedTables = `SELECT c.oid, c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'schoolId' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`;

it('every table but those of the installation belongs to a school', async () => {
  const tables = await catalog<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND oid NOT IN (SELECT oid FROM (${ownedTables}) owned) ORDER BY relname`,
  );
  expect(tables.map(({ relname }) => relname)).toEqual(['LoginFailure', 'School', 'Session', 'User', '_prisma_migrations']);
});

it('no foreign key between tables of a school leaves the school out', async () => {
  const keys = await catalog<{ name: string; from: string[]; to: string[] }>(
    `SELECT k.conname AS name, ${columns('k.conkey', 'k.conrelid')} AS "from", ${columns('k.confkey', 'k.confrelid')} AS "to"
     FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM (${ownedTables}) o) AND k.confrelid IN (SELECT oid FROM (${ownedTables}) o)`,
  );
  expect(keys.length).toBeGreaterThan(10);
  const loose = keys.filter(({ from, to }) => !from.includes('schoolId') || to[from.indexOf('schoolId')] !== 'schoolId');
  expect(loose).toEqual([]);
});

it('every table of a school names one that is there', async () => {
  const [tables, keyed] = [
    await catalog<{ relname: string }>(`${ownedTables} ORDER BY relname`),
    await catalog<{ relname: string }>(
      `SELECT c.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND k.confrelid = '"School"'::regclass AND ${columns('k.conkey', 'k.conrelid')} = ARRAY['schoolId'] ORDER BY c.relname`,
    ),
  ];
  expect(keyed.map(({ relname }) => relname)).toEqual(expect.arrayContaining(tables.map(({ relname }) => relname).filter((name) => !['ClassTeacher'].includes(name))));
});
