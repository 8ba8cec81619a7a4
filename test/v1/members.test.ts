import { app, unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { member, school } from '../support/school.js';

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});
const path = (id: string) => `/v1/members/${id}`;
const other = () => member('Other', { schoolId: world.rows.schoolId, role: 'guardian' });

describe('GET /v1/members', () => {
  it('filters by role and status', async () => {
    const { admin, teacher, teacherTwo } = world;
    const suspended = await member('Former', { schoolId: world.rows.schoolId, role: 'teacher' });
    await admin.patch(path(suspended.membershipId), { status: 'suspended' });
    const ids = async (query: string) => (await admin.all(`/v1/members?${query}`)).map(({ id }) => id).sort();
    expect(await ids('role=teacher&status=active')).toEqual([teacher.membershipId, teacherTwo.membershipId].sort());
    expect(await ids('status=suspended')).toEqual([suspended.membershipId]);
    for (const bad of ['role=operator', 'role=x', 'status=x', 'userId=x'])
      expect([bad, (await admin.get(`/v1/members?${bad}`)).status]).toEqual([bad, 400]);
  });
});

describe('GET /v1/members/{id}', () => {
  it('shows the user, with an ETag that is answered with 304', async () => {
    const { admin, teacher } = world;
    const { body, headers } = await admin.get(path(teacher.membershipId));
    expect(body).toMatchObject({
      role: 'teacher',
      status: 'active',
      user: { id: teacher.userId, email: teacher.email, name: expect.any(String) },
    });
    expect(Object.keys(body.user).sort()).toEqual(['email', 'id', 'name']);
    expect(
      (await admin.get(path(teacher.membershipId), { headers: { 'if-none-match': headers.get('etag')! } })).status,
    ).toBe(304);
  });
});

describe('PATCH /v1/members/{id}', () => {
  it('suspends and lets in again; the tokens of before stay dead', async () => {
    const { admin } = world;
    const guardian = await other();
    expect((await guardian.get('/v1/me')).status).toBe(200);
    expect((await admin.patch(path(guardian.membershipId), { status: 'suspended' })).body.status).toBe('suspended');
    expect((await guardian.get('/v1/me')).status).toBe(401);
    expect((await guardian.login()).status).toBe(401);
    expect((await admin.patch(path(guardian.membershipId), { status: 'active' })).body.status).toBe('active');
    expect((await guardian.get('/v1/me')).status).toBe(401);
    expect((await guardian.forget().get('/v1/me')).status).toBe(200);
  });

  it('is won by one of many with the same If-Match at once', async () => {
    const { admin } = world;
    const { membershipId } = await other();
    const headers = { 'if-match': (await admin.get(path(membershipId))).headers.get('etag')! };
    const roles = ['teacher', 'student', 'teacher', 'student'].map((role) =>
      admin.patch(path(membershipId), { role }, { headers }),
    );
    expect((await Promise.all(roles)).map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    await expectRefused(() => admin.patch(path(membershipId), { role: 'admin' }, { headers }), 412);
  });

  it('answers 409 when it would activate an invitation, or make the user the same twice', async () => {
    const { admin, rows } = world;
    const { body } = await admin.post('/v1/invitations', {
      email: `${unique('guest')}@school.example`,
      role: 'guardian',
    });
    await expectRefused(() => admin.patch(path(body.id), { status: 'active' }), 409);
    const twice = await other();
    const { database } = await app();
    await database.membership.create({
      data: { schoolId: rows.schoolId, userId: twice.userId, role: 'teacher', status: 'active' },
    });
    expect(await expectRefused(() => admin.patch(path(twice.membershipId), { role: 'teacher' }), 409)).toEqual([
      '/role taken',
    ]);
  });

  // prettier-ignore
  const bodies = [
    { role: 'operator' }, { role: null }, { role: 'head' }, { status: 'invited' }, { status: null }, { userId: 'x' }, { email: 'a@b.example' }, { schoolId: 'x' },
  ];
  it.each(bodies)('refuses %j', async (body) => {
    const errors = await expectRefused(() => world.admin.patch(path(world.guardian.membershipId), body), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${Object.keys(body)[0]}`]);
  });

  it('does nothing with {}', async () => {
    const { admin, guardian } = world;
    const before = await admin.get(path(guardian.membershipId));
    const after = await admin.patch(path(guardian.membershipId), {});
    expect([after.status, after.body, after.headers.get('etag')]).toEqual([
      200,
      before.body,
      before.headers.get('etag'),
    ]);
  });
});
