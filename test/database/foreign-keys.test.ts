import { TwoSchools } from './two-schools.js';

interface ForeignKey {
  name: string;
  table: string;
  /** Of the table, in the order of the key; the last one is the reference itself. */
  columns: string[];
  target: string;
  targetColumns: string[];
}

const school = await TwoSchools.create();
afterAll(school.close);

const columnsOf = (relation: string, key: string) => `
  (SELECT array_agg(attname::text ORDER BY position) FROM unnest(c.${key}) WITH ORDINALITY AS k (attnum, position)
   JOIN pg_attribute a ON a.attrelid = c.${relation} AND a.attnum = k.attnum)`;
const foreignKeys = await school.rows<ForeignKey>(`
  SELECT conname AS name, relation.relname AS table, target.relname AS target,
    ${columnsOf('conrelid', 'conkey')} AS columns, ${columnsOf('confrelid', 'confkey')} AS "targetColumns"
  FROM pg_constraint c JOIN pg_class relation ON relation.oid = conrelid JOIN pg_class target ON target.oid = confrelid
  WHERE contype = 'f' ORDER BY conname`);
const columns = await school.rows<{ table: string; column: string; nullable: boolean }>(`
  SELECT table_name AS table, column_name AS column, is_nullable = 'YES' AS nullable FROM information_schema.columns
  WHERE table_schema = current_schema() AND data_type = 'uuid'`);
const ofSchools = new Set(columns.filter(({ column }) => column === 'schoolId').map(({ table }) => table));
const insideSchools = foreignKeys.filter(({ table, target }) => ofSchools.has(table) && ofSchools.has(target));

test('every table but those of people, their logins and their mail belongs to a school', async () => {
  const tables = await school.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
  );
  const others = tables.map(({ name }) => name).filter((name) => !ofSchools.has(name));
  expect(others.toSorted()).toEqual([
    'Challenge',
    'ExternalIdentity',
    'Factor',
    'LoginFailure',
    'Mail',
    'RecoveryCode',
    'School',
    'Session',
    'SpentNonce',
    'User',
    'UserToken',
    '_prisma_migrations',
  ]);
  const nullable = columns.filter(({ column, nullable: canBeNull }) => column === 'schoolId' && canBeNull);
  expect(nullable.map(({ table }) => table)).toEqual(['Membership']);
});

test('every id that points somewhere is a foreign key', () => {
  const pointers = columns.filter(({ column }) => column !== 'id').map(({ table, column }) => `${table}.${column}`);
  const covered = new Set(foreignKeys.flatMap((key) => key.columns.map((column) => `${key.table}.${column}`)));
  // A mail is about a user or a membership, and outlives it.
  expect(pointers.filter((pointer) => !covered.has(pointer))).toEqual(['Mail.aboutId']);
});

test('every foreign key inside of a school carries the school', () => {
  expect(insideSchools.length).toBeGreaterThan(10);
  for (const { name, columns: own, targetColumns } of insideSchools) {
    expect({ name, from: own[0], to: targetColumns }).toEqual({ name, from: 'schoolId', to: ['schoolId', 'id'] });
  }
});

test.each(insideSchools)(
  '$name: a row that points into another school can’t be written',
  async ({ name, table, target, columns: own }) => {
    const column = own.at(-1)!;
    const sql = `
    UPDATE "${table}" t SET "${column}" = (SELECT id FROM "${target}" o WHERE o."schoolId" <> t."schoolId" LIMIT 1)
    WHERE ctid = (SELECT ctid FROM "${table}" WHERE "${column}" IS NOT NULL LIMIT 1)`;
    expect(await school.refusal(sql)).toEqual({ code: '23503', constraint: name });
  },
);

test.each(insideSchools)('$name: nor can the row be moved into another school', async ({ table, columns: own }) => {
  const sql = `
    UPDATE "${table}" t SET "schoolId" = (SELECT id FROM "School" s WHERE s.id <> t."schoolId" LIMIT 1)
    WHERE ctid = (SELECT ctid FROM "${table}" WHERE "${own.at(-1)}" IS NOT NULL LIMIT 1)`;
  expect((await school.refusal(sql))?.code).toBe('23503');
});

test('a session can’t be of a membership that is not its user’s, nor the membership be given to someone else', async () => {
  const others = `(SELECT m.id FROM "Membership" m WHERE m."userId" <> s."userId" LIMIT 1)`;
  const refusal = await school.refusal(`UPDATE "Session" s SET "membershipId" = ${others}`);
  expect(refusal).toEqual({ code: '23503', constraint: 'Session_userId_membershipId_fkey' });
  const another = `(SELECT id FROM "User" u WHERE u.id <> m."userId" LIMIT 1)`;
  const given = await school.refusal(`UPDATE "Membership" m SET "userId" = ${another} WHERE role = 'teacher'`);
  expect(given).toEqual({ code: '23001', constraint: 'Session_userId_membershipId_fkey' });
});

test('a membership that nobody has yet has no session', async () => {
  const invited = `(SELECT id FROM "Membership" WHERE "userId" IS NULL LIMIT 1)`;
  const refusal = await school.refusal(`UPDATE "Session" SET "membershipId" = ${invited}`);
  expect(refusal).toEqual({ code: '23503', constraint: 'Session_userId_membershipId_fkey' });
});

test('a teacher’s subjects are a list, even if an empty one', async () => {
  expect((await school.refusal(`UPDATE "Teacher" SET subjects = NULL`))?.code).toBe('23502');
});
