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

/** Changes the row of the id and returns what that made every instance hear. */
async function told(change: string, id: string): Promise<(string | undefined)[]> {
  heard = [];
  expect(await school.rows(`${change} RETURNING id`, [id])).toEqual([{ id }]);
  // What is pending is delivered before this is answered.
  await listener.query('SELECT 1');
  return heard;
}

/** What is done to which row, and that everyone has to hear its id. */
test.each([
  ['the end of a session', 'Session', 'TRUE', `UPDATE "Session" SET "endedAt" = now() WHERE id = $1`],
  [
    'a session’s new life',
    'Session',
    'TRUE',
    `UPDATE "Session" SET "idleExpiresAt" = now() + interval '2 hours' WHERE id = $1`,
  ],
  ['a deleted session', 'Session', '"endedAt" IS NULL', `DELETE FROM "Session" WHERE id = $1`],
  ['a changed member', 'Membership', `role = 'admin'`, `UPDATE "Membership" SET "familyName" = 'Stone' WHERE id = $1`],
  [
    'a deleted member',
    'Membership',
    `role = 'guardian' AND "invitedEmail" LIKE 'spare@%'`,
    `DELETE FROM "Membership" WHERE id = $1`,
  ],
  ['a user’s other name', 'User', 'TRUE', `UPDATE "User" SET name = 'Another' WHERE id = $1`],
  ['a factor used in a session', 'Session', 'TRUE', `UPDATE "Session" SET "factorAt" = now() WHERE id = $1`],
  ['a step up', 'Session', 'TRUE', `UPDATE "Session" SET "authenticatedAt" = now() + interval '1 s' WHERE id = $1`],
  ['a revoked key', 'ApiKey', 'TRUE', `UPDATE "ApiKey" SET "revokedAt" = now() WHERE id = $1`],
  [
    'a key’s secret sealed anew',
    'ApiKey',
    `name = 'Signed'`,
    `UPDATE "ApiKey" SET "signingSecret" = 'anew' WHERE id = $1`,
  ],
  ['a deleted key', 'ApiKey', 'TRUE', `DELETE FROM "ApiKey" WHERE id = $1`],
  ['a revoked token of a program', 'ClientToken', 'TRUE', `DELETE FROM "ClientToken" WHERE id = $1`],
  ['a school that wants factors', 'School', 'TRUE', `UPDATE "School" SET "staffFactorRequired" = true WHERE id = $1`],
  ['a school’s other time zone', 'School', 'TRUE', `UPDATE "School" SET timezone = 'Europe/Paris' WHERE id = $1`],
])('every instance is told of %s', async (_, table, where, change) => {
  await school.rows(
    `INSERT INTO "Membership" ("schoolId", role, "invitedEmail") SELECT id, 'guardian', 'spare@x.example' FROM "School" ON CONFLICT DO NOTHING`,
  );
  const [row] = await school.rows<{ id: string }>(`SELECT id FROM "${table}" WHERE ${where} LIMIT 1`);
  expect(await told(change, row!.id)).toContain(row!.id);
});

test('every instance is told of the archival of a student, as a change of the member that it is', async () => {
  const [member] = await school.rows<{ id: string; studentId: string }>(
    `SELECT id, "studentId" FROM "Membership" WHERE "studentId" IS NOT NULL LIMIT 1`,
  );
  expect(await told(`UPDATE "Student" SET "archivedAt" = now() WHERE id = $1`, member!.studentId)).toEqual([
    member!.id,
  ]);
});

test('nothing is told of a session’s mere use', async () => {
  const [session] = await school.rows<{ id: string }>(`SELECT id FROM "Session" LIMIT 1`);
  expect(
    await told(`UPDATE "Session" SET "lastUsedAt" = now(), counter = counter + 1 WHERE id = $1`, session!.id),
  ).toEqual([]);
});

test('nothing is told of a key’s mere use', async () => {
  const [key] = await school.rows<{ id: string }>(`SELECT id FROM "ApiKey" LIMIT 1`);
  expect(await told(`UPDATE "ApiKey" SET "lastUsedAt" = now() WHERE id = $1`, key!.id)).toEqual([]);
});

test.each(['endedAt', 'expiresAt', 'idleExpiresAt'] as const)(
  'nothing is told of the deletion of a session whose %s is past',
  async (column) => {
    const ends = { endedAt: 'NULL', idleExpiresAt: `now() + interval '1 day'`, expiresAt: `now() + interval '1 day'` };
    ends[column] = `now() - interval '1 day'`;
    const [session] = await school.rows<{ id: string }>(`
    INSERT INTO "Session" ("userId", "membershipId", "createdAt", "endedAt", "idleExpiresAt", "expiresAt")
    SELECT "userId", id, now() - interval '2 days', ${ends.endedAt}, ${ends.idleExpiresAt}, ${ends.expiresAt}
    FROM "Membership" WHERE "userId" IS NOT NULL LIMIT 1 RETURNING id`);
    expect(await told(`DELETE FROM "Session" WHERE id = $1`, session!.id)).toEqual([]);
  },
);
