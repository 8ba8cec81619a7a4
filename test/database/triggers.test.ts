import pg from 'pg';
import { TwoSchools } from './two-schools.js';

const school = await TwoSchools.create();
const listener = new pg.Client({ connectionString: school.url });
let heard: (string | undefined)[] = [];
await listener.connect();
listener.on('notification', ({ payload }) => heard.push(payload));
await listener.query('LISTEN identity');
afterAll(async () => {
  await listener.end();
  await school.close();
});

/** Runs the statement and returns what it made every instance hear. */
async function told(sql: string): Promise<(string | undefined)[]> {
  heard = [];
  const changed = await school.rows(sql);
  expect(changed).not.toEqual([]);
  await listener.query('SELECT 1');
  return heard;
}

const versioned = [
  'School',
  'Membership',
  'Student',
  'Teacher',
  'Term',
  'Class',
  'Enrollment',
  'Guardianship',
  'Article',
  'ArticleShare',
];

test('every table with a version is tried here', async () => {
  const tables = await school.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'version' AND table_schema = current_schema()`,
  );
  expect(tables.map(({ name }) => name).toSorted()).toEqual(versioned.toSorted());
});

test.each(versioned)('%s: version and updatedAt move on with a change, and only then', async (table) => {
  const [before] = await school.rows(`SELECT id, version, "updatedAt", "createdAt" FROM "${table}" LIMIT 1`);
  const read = async (set: string) =>
    (await school.rows(`UPDATE "${table}" SET ${set} WHERE id = $1 RETURNING version, "updatedAt"`, [before!.id]))[0]!;
  const { version, updatedAt } = before!;
  expect(await read('"createdAt" = "createdAt"')).toEqual({ version, updatedAt });
  expect(await read(`version = 77, "updatedAt" = '2001-01-01'`)).toEqual({ version, updatedAt });
  const after = await read(`"createdAt" = "createdAt" - interval '1 hour'`);
  expect(after.version).toBe(version + 1);
  expect(after.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
});

test('a class changes when a teacher is assigned, archived, restored or taken away', async () => {
  const version = async () =>
    (await school.rows<{ version: number }>(`SELECT version FROM "Class" ORDER BY id LIMIT 1`))[0]!.version;
  const first = await version();
  await school.rows(
    `INSERT INTO "ClassTeacher" SELECT c."schoolId", c.id, t.id FROM "Class" c JOIN "Teacher" t ON t."schoolId" = c."schoolId" AND "staffNumber" = '2'`,
  );
  expect(await version()).toBe(first + 1);
  await school.rows(`UPDATE "Teacher" SET "archivedAt" = now() WHERE "staffNumber" = '2'`);
  expect(await version()).toBe(first + 2);
  await school.rows(`UPDATE "Teacher" SET "archivedAt" = NULL WHERE "staffNumber" = '2'`);
  expect(await version()).toBe(first + 3);
  await school.rows(`UPDATE "Teacher" SET phone = '+1 555' WHERE "staffNumber" = '2'`);
  expect(await version()).toBe(first + 3);
  await school.rows(
    `DELETE FROM "ClassTeacher" WHERE "teacherId" IN (SELECT id FROM "Teacher" WHERE "staffNumber" = '2')`,
  );
  expect(await version()).toBe(first + 4);
});

test('a change of role or status moves the epoch on and ends the sessions, another one does not', async () => {
  const [{ id } = { id: '' }] = await school.rows<{ id: string }>(
    `SELECT id FROM "Membership" WHERE role = 'teacher' LIMIT 1`,
  );
  const state = async (set: string) => {
    const [row] = await school.rows<{ epoch: number }>(`UPDATE "Membership" SET ${set} WHERE id = $1 RETURNING epoch`, [
      id,
    ]);
    const [session] = await school.rows<{ alive: boolean }>(
      `SELECT "endedAt" IS NULL AS alive FROM "Session" WHERE "membershipId" = $1`,
      [id],
    );
    return { ...row, ...session };
  };
  expect(await state(`"givenName" = 'Ada'`)).toEqual({ epoch: 1, alive: true });
  expect(await state(`epoch = 9`)).toEqual({ epoch: 1, alive: true });
  expect(await state(`status = 'suspended'`)).toEqual({ epoch: 2, alive: false });
  expect(await state(`status = 'active', role = 'guardian'`)).toEqual({ epoch: 3, alive: false });
});

describe('every instance is told', () => {
  const first = (table: string, more = '') => `WHERE id = (SELECT id FROM "${table}" ${more} LIMIT 1) RETURNING id`;

  test.each([
    ['the end of a session', `UPDATE "Session" SET "endedAt" = now() - interval '1 minute' ${first('Session')}`],
    ['a session’s new life', `UPDATE "Session" SET "idleExpiresAt" = now() + interval '2 hours' ${first('Session')}`],
    ['a deleted session', `DELETE FROM "Session" ${first('Session')}`],
    [
      'a changed member',
      `UPDATE "Membership" SET "familyName" = 'Stone' ${first('Membership', `WHERE role = 'admin'`)}`,
    ],
    [
      'a deleted member',
      `DELETE FROM "Membership" ${first('Membership', `WHERE role = 'teacher' AND id NOT IN (SELECT "authorId" FROM "Article")`)}`,
    ],
    ['a user’s other name', `UPDATE "User" SET name = 'Another' ${first('User')}`],
    ['a school’s other time zone', `UPDATE "School" SET timezone = 'Europe/Paris' ${first('School')}`],
  ])('%s', async (_, sql) => {
    await school.rows(
      `INSERT INTO "Membership" ("schoolId", role, "invitedEmail") SELECT id, 'teacher', 'spare@x.example' FROM "School" ON CONFLICT DO NOTHING`,
    );
    const [expected] = await school.rows<{ id: string }>(
      sql.replace(/^.*?WHERE (id = .*) RETURNING id$/s, `SELECT id FROM "${/"(\w+)"/.exec(sql)![1]}" WHERE $1`),
    );
    expect(await told(sql)).toContain(expected!.id);
  });

  test('the archival of a student to the member that it is', async () => {
    const [{ id, studentId } = { id: '', studentId: '' }] = await school.rows<{ id: string; studentId: string }>(
      `SELECT id, "studentId" FROM "Membership" WHERE "studentId" IS NOT NULL LIMIT 1`,
    );
    expect(await told(`UPDATE "Student" SET "archivedAt" = now() WHERE id = '${studentId}' RETURNING id`)).toEqual([
      id,
    ]);
  });

  test('nothing of a session’s mere use', async () => {
    expect(await told(`UPDATE "Session" SET "lastUsedAt" = now(), counter = counter + 1 RETURNING id`)).toEqual([]);
  });
});
