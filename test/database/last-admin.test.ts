import pg from 'pg';
import { TwoSchools } from './two-schools.js';

const school = await TwoSchools.create();
afterAll(school.close);

const refused = { code: '23514', constraint: 'Membership_last_admin' };

test.each([
  ['be suspended', `UPDATE "Membership" SET status = 'suspended' WHERE role = 'admin'`],
  ['become something else', `UPDATE "Membership" SET role = 'guardian' WHERE role = 'admin'`],
  ['be deleted', `DELETE FROM "Membership" WHERE role = 'admin'`],
])('the last active admin of a school can’t %s', async (_, sql) => {
  expect(await school.refusal(sql)).toEqual(refused);
  expect(await school.rows(`SELECT status FROM "Membership" WHERE role = 'admin'`)).toEqual([
    { status: 'active' },
    { status: 'active' },
  ]);
});

test('one of two may go, and an operator always', async () => {
  await addAdmin();
  expect(
    await school.refusal(`UPDATE "Membership" SET role = 'guardian' WHERE "invitedEmail" = 'second@x.example'`),
  ).toBeUndefined();
  await school.rows(
    `INSERT INTO "Membership" (role, status, "userId") SELECT 'operator', 'active', id FROM "User" WHERE email = 'two@north.example'`,
  );
  expect(await school.refusal(`UPDATE "Membership" SET status = 'suspended' WHERE role = 'operator'`)).toBeUndefined();
});

test('of two who go at the same time the second is refused', async () => {
  await addAdmin();
  const [first, second] = [await connect(), await connect()];
  try {
    await first.query('BEGIN');
    await first.query(`UPDATE "Membership" SET status = 'suspended' WHERE "invitedEmail" = 'second@x.example'`);
    const other = second
      .query(
        `UPDATE "Membership" SET status = 'suspended' WHERE role = 'admin' AND "invitedEmail" IS NULL AND "schoolId" = (SELECT id FROM "School" WHERE slug = 'north')`,
      )
      .then(
        () => 'done',
        ({ code, constraint }: pg.DatabaseError) => ({ code, constraint }),
      );
    await waitUntilBlocked();
    await first.query('COMMIT');
    expect(await other).toEqual(refused);
  } finally {
    await first.end();
    await second.end();
  }
});

const addAdmin = () =>
  school.rows(`
    INSERT INTO "Membership" ("schoolId", role, status, "userId", "invitedEmail")
    SELECT s.id, 'admin', 'active', u.id, 'second@x.example' FROM "School" s, "User" u WHERE slug = 'north' AND u.email = 'two@north.example'
    ON CONFLICT DO NOTHING`);

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: school.url });
  await client.connect();
  return client;
}

/** Until the database says that someone waits for a lock. */
async function waitUntilBlocked(): Promise<void> {
  for (;;) {
    const waiting = await school.rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
    );
    if (waiting.length > 0) return;
  }
}
