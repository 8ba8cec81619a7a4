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
