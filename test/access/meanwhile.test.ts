import { setTimeout as sleep } from 'node:timers/promises';
import { app, unique } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { articleRow, published, school, studentRow, teacherRow } from '../support/school.js';

type World = Awaited<ReturnType<typeof stage>>;
type Table = 'article' | 'class' | 'membership' | 'student' | 'teacher' | 'term';

const archived = { archivedAt: new Date() };

/** A school with records that nothing hangs on yet. */
async function stage() {
  const world = await school();
  const { schoolId } = world.rows;
  const [pupil, newTeacher] = [await studentRow(schoolId, 'New'), await teacherRow(schoolId, 'New')];
  return { ...world, pupil, newTeacher, draft: await articleRow(world.teacher, schoolId) };
}

/** Sends the request while the change is under way: it is committed when the request waits for it, or has its answer. */
async function during(table: Table, id: string, data: object, send: () => Promise<Answer>): Promise<Answer> {
  const { database } = await app();
  let answer: Promise<Answer>;
  await database.$transaction(async (transaction) => {
    await (transaction[table] as unknown as typeof database.term).update({ where: { id }, data });
    const state = { answered: false };
    answer = send().finally(() => (state.answered = true));
    const waiting = () => database.$queryRaw<object[]>`
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while (!state.answered && (await waiting()).length === 0) await sleep(10);
  });
  return answer!;
}

type Send = (world: World) => Promise<Answer>;
const enroll: Send = ({ admin, rows, pupil }) =>
  admin.post(`/v1/classes/${rows.maths.id}/enrollments`, { studentId: pupil.id });
const guard: Send = ({ admin, guardian: { membershipId }, pupil }) =>
  admin.post(`/v1/students/${pupil.id}/guardians`, { membershipId, relation: 'parent' });
const assign: Send = ({ admin, rows, newTeacher }) =>
  admin.put(`/v1/classes/${rows.maths.id}/teachers/${newTeacher.id}`);
const unassign: Send = ({ admin, rows }) => admin.delete(`/v1/classes/${rows.maths.id}/teachers/${rows.tess.id}`);
const create: Send = ({ admin, rows, newTeacher }) =>
  admin.post('/v1/classes', { name: 'New', termId: rows.term.id, teacherIds: [rows.tess.id, newTeacher.id] });
const update: Send = ({ admin, rows }) => admin.patch(`/v1/classes/${rows.maths.id}`, { termId: rows.term.id });
const invite = ({ admin }: World, link: object) =>
  admin.post('/v1/invitations', { email: `${unique('new')}@school.example`, ...link });
const inviteStudent: Send = (world) => invite(world, { role: 'student', studentId: world.pupil.id });
const inviteTeacher: Send = (world) => invite(world, { role: 'teacher', teacherId: world.newTeacher.id });
const share: Send = ({ teacher, draft, guardian: { membershipId } }) =>
  teacher.post(`/v1/articles/${draft.id}/shares`, { membershipId });

const maths = ({ rows }: World) => rows.maths.id;
const pupil = (world: World) => world.pupil.id;
const newTeacher = (world: World) => world.newTeacher.id;
const term = ({ rows }: World) => rows.term.id;

it.each<[string, Send, Table, (world: World) => string, object, number, string[]]>([
  ['an enrollment and its class', enroll, 'class', maths, archived, 404, []],
  ['an enrollment and its student', enroll, 'student', pupil, archived, 400, ['/studentId']],
  ['a guardianship and its student', guard, 'student', pupil, archived, 404, []],
  [
    'a guardianship and its guardian',
    guard,
    'membership',
    ({ guardian }) => guardian.membershipId,
    { role: 'teacher' },
    400,
    ['/membershipId'],
  ],
  ['an assignment and its teacher', assign, 'teacher', newTeacher, archived, 404, []],
  ['an assignment and its class', assign, 'class', maths, archived, 404, []],
  ['the end of an assignment and its class', unassign, 'class', maths, archived, 404, []],
  ['a new class and its term', create, 'term', term, archived, 400, ['/termId']],
  ['a new class and its teachers', create, 'teacher', newTeacher, archived, 400, ['/teacherIds']],
  ['a class and its new term', update, 'term', term, archived, 400, ['/termId']],
  ['an invitation and its student', inviteStudent, 'student', pupil, archived, 400, ['/studentId']],
  ['an invitation and its teacher', inviteTeacher, 'teacher', newTeacher, archived, 400, ['/teacherId']],
  ['a share and its article', share, 'article', ({ draft }) => draft.id, published, 409, []],
])('refuses %s, which changes meanwhile', async (_, send, table, row, data, status, pointers) => {
  const world = await stage();
  await Promise.all([world.admin, world.teacher].map((actor) => actor.accessToken()));
  const answer = await during(table, row(world), data, () => send(world));
  const errors = (answer.body.errors ?? []) as { pointer: string }[];
  expect([answer.status, errors.map(({ pointer }) => pointer)]).toEqual([status, pointers]);
});
