import { app } from '../../support/app.js';
import { expectRefused } from '../../support/cast.js';
import { ABSENT, school, studentRow } from '../../support/school.js';

let world: Awaited<ReturnType<typeof school>>;
let path: string;
beforeAll(async () => {
  world = await school();
  path = `/v1/classes/${world.rows.maths.id}/enrollments`;
});
const today = () => new Date().toISOString().slice(0, 10);
const newcomer = async () => ({ studentId: (await studentRow(world.rows.schoolId, 'New')).id });

describe('POST /v1/classes/{id}/enrollments', () => {
  it('answers 201 with Location, ETag and the enrollment, current from today', async () => {
    const { admin } = world;
    const { studentId } = await newcomer();
    const before = today();
    const { status, headers, body } = await admin.post(path, { studentId });
    expect({ status, body }).toMatchObject({ status: 201, body: { studentId, endedOn: null } });
    expect([before, today()]).toContain(body.enrolledOn);
    expect(headers.get('location')).toBe(`${path}/${body.id}`);
    const read = await admin.get(`${path}/${body.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([body, headers.get('etag')]);
  });

  it('answers 409 to a second current one, also at once, and enrolls again after it has ended', async () => {
    const { admin } = world;
    const student = await newcomer();
    const posts = await Promise.all([1, 2, 3, 4].map(() => admin.post(path, student)));
    expect(posts.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await expectRefused(() => admin.post(path, student), 409)).toEqual(['/studentId taken']);
    const { body } = posts.find(({ status }) => status === 201)!;
    expect((await admin.delete(`${path}/${body.id}`)).status).toBe(204);
    expect((await admin.post(path, student)).status).toBe(201);
  });

  it.each([
    {},
    { studentId: null },
    { studentId: 'x' },
    { studentId: ABSENT, enrolledOn: '2026-09-01' },
    { studentId: ABSENT, endedOn: null },
  ])('refuses %j', async (body) => {
    await expectRefused(() => world.admin.post(path, body), 400);
  });

  it('counts the days of the school’s own calendar', async () => {
    const { admin } = world;
    const days = new Set<string>();
    // There is always a day between these two: they are 25 hours apart.
    for (const timezone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect((await admin.patch('/v1/school', { timezone })).status).toBe(200);
      const before = new Date().toLocaleDateString('sv-SE', { timeZone: timezone });
      const { body } = await admin.post(path, await newcomer());
      const after = new Date().toLocaleDateString('sv-SE', { timeZone: timezone });
      expect([before, after]).toContain(body.enrolledOn);
      days.add(body.enrolledOn);
    }
    expect(days.size).toBe(2);
    await admin.patch('/v1/school', { timezone: 'UTC' });
  });
});

describe('DELETE /v1/classes/{id}/enrollments/{enrollmentId}', () => {
  it('ends it today: it is then listed by archived=true, for an admin alone', async () => {
    const { admin, teacher, student } = world;
    const { body } = await admin.post(path, await newcomer());
    const one = `${path}/${body.id}`;
    await expectRefused(() => admin.delete(one, { headers: { 'if-match': '"9"' } }), 412);
    const before = today();
    expect((await admin.delete(one)).status).toBe(204);
    const after = today();
    for (const gone of [admin.get(one), admin.delete(one)]) expect((await gone).status).toBe(404);
    expect((await admin.all(path)).map(({ id }) => id)).not.toContain(body.id);
    const ended = (await admin.all(`${path}?archived=true`)).find(({ id }) => id === body.id);
    expect(ended.studentId).toBe(body.studentId);
    expect([before, after]).toContain(ended.endedOn);
    for (const client of [teacher, student]) expect((await client.get(`${path}?archived=true`)).status).toBe(403);
    expect((await admin.patch(one, { endedOn: null })).status).toBe(405);
  });

  it('ends even one that begins on a later day of the school’s calendar', async () => {
    const { admin, rows } = world;
    const { database } = await app();
    const student = await studentRow(rows.schoolId, 'Later');
    const data = {
      schoolId: rows.schoolId,
      classId: rows.maths.id,
      studentId: student.id,
      enrolledOn: new Date('2199-01-01'),
    };
    const { id } = await database.enrollment.create({ data });
    expect((await admin.delete(`${path}/${id}`)).status).toBe(204);
    expect((await admin.all(path)).map((row) => row.id)).not.toContain(id);
  });
});
