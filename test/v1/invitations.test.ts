import { createHash, randomBytes } from 'node:crypto';
import { expectProblem } from '../support/assertions.js';
import { app, unique } from '../support/app.js';
import { mailTo } from '../support/mail.js';
import { ABSENT, anonymous, operator, school } from '../support/school.js';

const address = () => `${unique('invited')}@school.example`;
const invitations = async (schoolId: string) =>
  (await app()).database.membership.count({ where: { schoolId, status: 'invited' } });

describe('POST /v1/invitations', () => {
  it('is for an admin: 401 for nobody, 403 for every other role, and nobody is invited', async () => {
    const { teacher, student, guardian, rows } = await school();
    const body = { email: address(), role: 'guardian' };
    expectProblem(await anonymous.post('/v1/invitations', body), 401);
    for (const actor of [teacher, student, guardian, await operator()])
      expectProblem(await actor.post('/v1/invitations', body), 403);
    expectProblem(await teacher.post('/v1/invitations', { nonsense: true }), 403);
    expect(await invitations(rows.schoolId)).toBe(0);
  });

  it('refuses what does not fit: a foreign or archived record, one of another role, a role that no school has', async () => {
    const { admin, rows } = await school();
    const elsewhere = await school();
    const { database } = await app();
    await database.student.update({ where: { id: rows.tim.id }, data: { archivedAt: new Date() } });
    const email = address();
    for (const [body, errors] of [
      [{ email, role: 'student', studentId: elsewhere.rows.sam.id }, ['/studentId unknown_reference']],
      [{ email, role: 'student', studentId: ABSENT }, ['/studentId unknown_reference']],
      [{ email, role: 'student', studentId: rows.tim.id }, ['/studentId unknown_reference']],
      [{ email, role: 'student', studentId: rows.tess.id }, ['/studentId unknown_reference']],
      [{ email, role: 'teacher', teacherId: elsewhere.rows.tess.id }, ['/teacherId unknown_reference']],
      [{ email, role: 'teacher', studentId: rows.sam.id }, ['/studentId role']],
      [{ email, role: 'guardian', studentId: rows.sam.id }, ['/studentId role']],
      [{ email, role: 'student', teacherId: rows.tess.id }, ['/teacherId role']],
      [{ email, role: 'admin', teacherId: rows.tess.id }, ['/teacherId role']],
      [{ email, role: 'operator' }, ['/role in']],
      [{ email: 'nobody', role: 'guardian' }, ['/email email']],
      [{ email: 'jürgen@school.example', role: 'guardian' }, ['/email matches']],
      [{ email, role: 'guardian', schoolId: rows.schoolId }, ['/schoolId unknown']],
      [{ email, role: 'guardian', status: 'active' }, ['/status unknown']],
    ] as const) {
      const found = expectProblem(await admin.post('/v1/invitations', body), 400);
      expect(found.map((error) => error.split(' ')[0])).toEqual(errors.map((error) => error.split(' ')[0]));
      expect(found.filter((error) => /reference|role$|unknown/.test(error))).toEqual(
        errors.filter((error) => /reference|role$|unknown/.test(error)),
      );
    }
    expect(await invitations(rows.schoolId)).toBe(0);
  });

  it('is 409 for who is a member in that role already, and for a record that has one', async () => {
    const { admin, teacher, rows } = await school();
    expect(
      expectProblem(await admin.post('/v1/invitations', { email: teacher.email.toUpperCase(), role: 'teacher' }), 409),
    ).toEqual(['/email taken']);
    expectProblem(
      await admin.post('/v1/invitations', { email: address(), role: 'student', studentId: rows.sam.id }),
      409,
    );
    expect(await invitations(rows.schoolId)).toBe(0);
  });

  it('makes a member who is nobody yet: an account elsewhere shows neither its id nor its name', async () => {
    const { admin } = await school();
    const elsewhere = await school();
    const stranger = await admin.post('/v1/invitations', { email: address(), role: 'guardian' });
    const known = await admin.post('/v1/invitations', { email: elsewhere.teacher.email, role: 'guardian' });
    for (const { status, body, headers } of [stranger, known]) {
      expect(status).toBe(201);
      expect(body).toEqual({
        id: expect.any(String),
        role: 'guardian',
        status: 'invited',
        user: { id: null, email: expect.stringContaining('@school.example'), name: null },
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      });
      expect(headers.get('location')).toBe(`/v1/members/${body.id}`);
      expect(headers.get('etag')).toBe('"1"');
      expect((await admin.get(`/v1/members/${body.id}`)).body).toEqual(body);
    }
  });

  it('leaves another school’s invitation of the same person as it is', async () => {
    const [here, elsewhere] = [await school(), await school()];
    const { database } = await app();
    const invitation = { email: address(), role: 'guardian' };
    const { body } = await elsewhere.admin.post('/v1/invitations', { ...invitation, givenName: 'Theirs' });
    await mailTo(invitation.email);
    const before = await database.membership.findUniqueOrThrow({ where: { id: body.id } });
    const ours = await here.admin.post('/v1/invitations', { ...invitation, givenName: 'Ours' });
    expect([ours.status, ours.body.id === body.id]).toEqual([201, false]);
    expect(await database.membership.findUniqueOrThrow({ where: { id: body.id } })).toEqual(before);
  });

  it('keeps a digest of the link’s secret and no more, for seven days', async () => {
    const { admin } = await school();
    const { database } = await app();
    const { body } = await admin.post('/v1/invitations', {
      email: address(),
      role: 'guardian',
      givenName: 'Chidi',
      familyName: 'Okafor',
    });
    expect(body.user).toMatchObject({ id: null, name: 'Chidi Okafor' });
    await mailTo(body.user.email);
    const row = await database.membership.findUniqueOrThrow({ where: { id: body.id } });
    expect(row.inviteDigest).toHaveLength(32);
    expect(Math.abs(row.inviteExpiresAt!.getTime() - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000);
  });

  it('does not activate an invitation by hand', async () => {
    const { admin } = await school();
    const { body } = await admin.post('/v1/invitations', { email: address(), role: 'guardian' });
    expectProblem(await admin.patch(`/v1/members/${body.id}`, { status: 'active' }), 409);
    expect((await admin.get(`/v1/members/${body.id}`)).body.status).toBe('invited');
  });
});

describe('POST /v1/invitations/accept', () => {
  it('refuses a token that is unknown, forged, or a digest from the database, all alike', async () => {
    const { admin } = await school();
    const { database } = await app();
    const { body } = await admin.post('/v1/invitations', { email: address(), role: 'guardian' });
    await mailTo(body.user.email);
    const { inviteDigest } = await database.membership.findUniqueOrThrow({ where: { id: body.id } });
    const digest = Buffer.from(inviteDigest!);
    const password = 'seven quiet herons at dawn';
    for (const token of [
      randomBytes(32).toString('base64url'),
      digest.toString('base64url'),
      digest.toString('hex'),
      createHash('sha256').update('').digest('base64url'),
      body.id,
      '😀',
    ]) {
      expect(expectProblem(await anonymous.post('/v1/invitations/accept', { token, password }), 400)).toEqual([
        '/token invitation',
      ]);
    }
    for (const wrong of [
      {},
      { token: 'x' },
      { password },
      { token: 5, password },
      { token: 'x', password, email: address() },
      { token: 'x'.repeat(101), password },
    ]) {
      expectProblem(await anonymous.post('/v1/invitations/accept', wrong), 400);
    }
    expect((await admin.get(`/v1/members/${body.id}`)).body.status).toBe('invited');
  });
});

it('learns nothing of another school’s invitations, however many there are', async () => {
  const [one, other] = [await school(), await school()];
  const email = address();
  const invitation = { email, role: 'guardian' };
  const statuses = [];
  for (let time = 1; time <= 6; time += 1) statuses.push((await one.admin.post('/v1/invitations', invitation)).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  expect((await other.admin.post('/v1/invitations', invitation)).status).toBe(201);
});
