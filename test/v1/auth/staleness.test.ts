import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expectProblem } from '../../support/assertions.js';
import { app } from '../../support/app.js';
import { untilWaiting } from '../../support/at-once.js';
import { elsewhere, withinASecond } from '../../support/instances.js';
import { school } from '../../support/school.js';
import { holding, refresh, session, type Tokens } from '../../support/session.js';

type School = Awaited<ReturnType<typeof school>>;
type Row = { id: string };

/** A statement as someone would type it by hand; no code of the application takes part. */
async function sql(statement: string, ...values: unknown[]) {
  const { database } = await app();
  expect(await database.$executeRawUnsafe(statement, ...values)).toBe(1);
}

/** The ways to change who the teacher is: through the API by an admin (or the teacher), and by hand. */
const endings: [string, (school: School, mine: Tokens & Row) => Promise<unknown>][] = [
  [
    'its session is ended by hand',
    (_, { id }) => sql('UPDATE "Session" SET "endedAt" = now() WHERE id = $1::uuid', id),
  ],
  ['its session is deleted by hand', (_, { id }) => sql('DELETE FROM "Session" WHERE id = $1::uuid', id)],
  [
    'its session expires by hand',
    (_, { id }) =>
      sql('UPDATE "Session" SET "expiresAt" = "createdAt" + interval \'1 microsecond\' * 1000 WHERE id = $1::uuid', id),
  ],
  [
    'it is suspended',
    ({ admin, teacher }) => admin.patch(`/v1/members/${teacher.membershipId}`, { status: 'suspended' }),
  ],
  [
    'it is suspended by hand',
    (_, { id }) =>
      sql(
        `UPDATE "Membership" SET status = 'suspended' WHERE id = (SELECT "membershipId" FROM "Session" WHERE id = $1::uuid)`,
        id,
      ),
  ],
  ['its role changes', ({ admin, teacher }) => admin.patch(`/v1/members/${teacher.membershipId}`, { role: 'admin' })],
  [
    'its role changes by hand',
    ({ teacher }) => sql(`UPDATE "Membership" SET role = 'guardian' WHERE id = $1::uuid`, teacher.membershipId),
  ],
  [
    'its role changes and changes back',
    async ({ admin, teacher }) => {
      for (const role of ['admin', 'teacher'])
        expect((await admin.patch(`/v1/members/${teacher.membershipId}`, { role })).status).toBe(200);
    },
  ],
  [
    'it is suspended and let in again',
    async ({ admin, teacher }) => {
      for (const status of ['suspended', 'active'])
        expect((await admin.patch(`/v1/members/${teacher.membershipId}`, { status })).status).toBe(200);
    },
  ],
];

describe('the tokens of a member', () => {
  it.each(endings)(
    'are dead at the next request when %s, and within a second on another instance',
    async (how, end) => {
      const here = await school();
      const mine = await session(here.teacher);
      const [near, far] = [holding(mine.accessToken), holding(mine.accessToken, elsewhere)];
      for (const client of [near, far]) expect((await client.get('/v1/school')).status).toBe(200);
      await end(here, mine);
      const felt = async () => expectProblem(await near.get('/v1/school'), 401);
      await (how.includes('by hand') ? withinASecond(felt) : felt());
      await withinASecond(async () => expectProblem(await far.get('/v1/school'), 401));
      expectProblem(await refresh(mine.refreshToken), 401);
    },
  );

  it('are dead after a change that came while the rows behind them were being read', async () => {
    const { teacher } = await school();
    const mine = await session(teacher);
    const client = holding(mine.accessToken);
    const { config } = await app();
    const holder = new pg.Client({ connectionString: config.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN');
    // The session is read meanwhile; the membership's read waits for this.
    await holder.query('LOCK TABLE "Membership" IN ACCESS EXCLUSIVE MODE');
    const first = client.get('/v1/school');
    await untilWaiting(1);
    await sql('UPDATE "Session" SET "endedAt" = now() WHERE id = $1::uuid', mine.id);
    await delay(200);
    await holder.query('COMMIT');
    await holder.end();
    await first;
    // Who remembered what was read before the change would believe it for good.
    await withinASecond(async () => expectProblem(await client.get('/v1/school'), 401));
  });

  it('are dead after a change back, also for an instance that has never seen them', async () => {
    const { admin, teacher } = await school();
    const { accessToken } = await session(teacher);
    for (const role of ['guardian', 'teacher'])
      expect((await admin.patch(`/v1/members/${teacher.membershipId}`, { role })).status).toBe(200);
    expectProblem(await holding(accessToken, elsewhere).get('/v1/school'), 401);
    expect((await holding((await session(teacher)).accessToken, elsewhere).get('/v1/school')).status).toBe(200);
  });
});

describe('what a member may do', () => {
  it.each([
    ['Student', 'students', 'student', 'sam'],
    ['Teacher', 'teachers', 'teacher', 'tess'],
  ] as const)('follows the archival of its %s record', async (table, path, role, record) => {
    const here = await school();
    const classes = `/v1/classes/${here.rows.maths.id}`;
    const { accessToken } = await session(here[role]);
    const [near, far] = [holding(accessToken), holding(accessToken, elsewhere)];
    const see = async () => [(await near.get(classes)).status, (await far.get(classes)).status];
    expect(await see()).toEqual([200, 200]);
    const { id } = here.rows[record];
    expect((await here.admin.delete(`/v1/${path}/${id}`)).status).toBe(204);
    await withinASecond(async () => expect(await see()).toEqual([404, 404]));
    await sql(`UPDATE "${table}" SET "archivedAt" = NULL WHERE id = $1::uuid`, id);
    await withinASecond(async () => expect(await see()).toEqual([200, 200]));
    await sql(`UPDATE "${table}" SET "archivedAt" = now() WHERE id = $1::uuid`, id);
    await withinASecond(async () => expect(await see()).toEqual([404, 404]));
  });

  it('follows the school’s time zone', async () => {
    const { admin, rows } = await school();
    const { accessToken } = await session(admin);
    const far = holding(accessToken, elsewhere);
    // Somewhere it is already tomorrow, or still yesterday: the two are a day apart at every moment.
    const dayOf = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format();
    const enrolledOn = async () => {
      const { database } = await app();
      await database.enrollment.deleteMany({ where: { classId: rows.art.id, studentId: rows.sam.id } });
      const { status, body } = await far.post(`/v1/classes/${rows.art.id}/enrollments`, { studentId: rows.sam.id });
      expect(status).toBe(201);
      return body.enrolledOn;
    };
    expect((await admin.patch('/v1/school', { timezone: 'Pacific/Kiritimati' })).status).toBe(200);
    await withinASecond(async () => expect(await enrolledOn()).toBe(dayOf('Pacific/Kiritimati')));
    await sql(`UPDATE "School" SET timezone = 'Pacific/Niue' WHERE id = $1::uuid`, rows.schoolId);
    await withinASecond(async () => expect(await enrolledOn()).toBe(dayOf('Pacific/Niue')));
  });
});
