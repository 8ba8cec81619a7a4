import { app, unique } from '../support/app.js';
import {
  type Cast,
  cast,
  expectEach,
  expectRefused,
  expectWritable,
  properties,
  type Sight,
  sight,
  type Who,
} from '../support/cast.js';
import { ABSENT, member } from '../support/school.js';

const all = properties(['id', 'role', 'status', 'user', 'createdAt', 'updatedAt']);
const path = (id: string) => `/v1/members/${id}`;

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

/** A member of the school, and one of the other school, to be changed. */
async function others() {
  const made = [here.rows, here.elsewhere].map(({ schoolId }) => member('Other', { schoolId, role: 'guardian' }));
  return [...(await Promise.all(made)).map(({ membershipId }) => membershipId), ABSENT];
}

// prettier-ignore
const statuses: [Who, number, number, number][] = [
  // who          own school's  elsewhere  absent
  ['anonymous',   401,          401,       401],
  ['operator',    403,          403,       403],
  ['guardian',    403,          403,       403],
  ['student',     403,          403,       403],
  ['teacher',     403,          403,       403],
  ['stranger',    404,          200,       404],
  ['admin',       200,          404,       404],
];

describe('Member, read', () => {
  it.each(statuses)('%s', async (who, own, elsewhere, absent) => {
    const { actors } = here;
    const seen = (status: number): Sight => (status === 200 ? all : status);
    for (const { membershipId } of [actors.admin, actors.teacher, actors.student]) {
      expect(sight(await actors[who].get(path(membershipId)))).toEqual(seen(own));
    }
    expect(sight(await actors[who].get(path(actors.stranger.membershipId)))).toEqual(seen(elsewhere));
    for (const id of [ABSENT, actors.operator.membershipId])
      expect(sight(await actors[who].get(path(id)))).toEqual(seen(absent));
  });

  it('admin: the list has every member of the own school, and nobody else', async () => {
    const { admin, teacher, teacherTwo, student, studentTwo, guardian, guardianTwo } = here.actors;
    const { body } = await admin.get('/v1/members?limit=100&include=total');
    const members = [admin, teacher, teacherTwo, student, studentTwo, guardian, guardianTwo];
    expect(body.data.map(({ id }: { id: string }) => id).sort()).toEqual(
      members.map(({ membershipId }) => membershipId).sort(),
    );
    expect(body.page.total).toBe(members.length);
    for (const shown of body.data) expect(Object.keys(shown).sort()).toEqual(all);
  });

  it.each(statuses.filter(([, own, elsewhere]) => own !== 200 && elsewhere !== 200))(
    '%s: no list',
    async (who, status) => {
      expect((await here.actors[who].get('/v1/members')).status).toBe(status);
    },
  );
});

describe('Member, update', () => {
  it.each(statuses)('%s: status', async (who, ...expected) => {
    await expectEach(await others(), expected, (id) => here.actors[who].patch(path(id), { status: 'suspended' }));
  });

  it.each(statuses)('%s: role', async (who, ...expected) => {
    await expectEach(await others(), expected, (id) => here.actors[who].patch(path(id), { role: 'teacher' }));
  });

  it('nobody changes their own role, not even to what it is', async () => {
    const { admin } = here.actors;
    for (const role of ['teacher', 'admin']) {
      expect(await expectRefused(() => admin.patch(path(admin.membershipId), { role }), 403)).toEqual([
        '/role forbidden',
      ]);
    }
    const both = { role: 'teacher', status: 'suspended' };
    expect(await expectRefused(() => admin.patch(path(admin.membershipId), both), 403)).toEqual(['/role forbidden']);
  });

  it.each(['teacher', 'student', 'guardian'] as const)('%s does not make itself an admin', async (who) => {
    const self = here.actors[who];
    expect(await expectRefused(() => self.patch(path(self.membershipId), { role: 'admin' }), 403)).toEqual([]);
  });

  it('another admin’s role and status can be changed', async () => {
    const second = await member('Second', { schoolId: here.rows.schoolId, role: 'admin' });
    const changes = { role: 'teacher', status: 'suspended' };
    await expectWritable(changes, ['role', 'status'], (body) =>
      here.actors.admin.patch(path(second.membershipId), body),
    );
  });
});

describe('Member, the last active admin', () => {
  it('is not taken away: 409', async () => {
    const { admin } = here.actors;
    expect(await expectRefused(() => admin.patch(path(admin.membershipId), { status: 'suspended' }), 409)).toEqual([]);
  });

  it('is not counted among the suspended and the invited', async () => {
    const {
      actors: { admin },
      rows: { schoolId },
    } = here;
    const second = await member('Second', { schoolId, role: 'admin' });
    await admin.patch(path(second.membershipId), { status: 'suspended' });
    await admin.post('/v1/invitations', { email: `${unique('third')}@school.example`, role: 'admin' });
    await expectRefused(() => admin.patch(path(admin.membershipId), { status: 'suspended' }), 409);
  });

  it('stays when two admins suspend each other at once', async () => {
    const { rows, actors } = await cast();
    const second = await member('Second', { schoolId: rows.schoolId, role: 'admin' });
    const suspend = { status: 'suspended' };
    await Promise.all([actors.admin.accessToken(), second.accessToken()]);
    await Promise.all([
      actors.admin.patch(path(second.membershipId), suspend),
      second.patch(path(actors.admin.membershipId), suspend),
    ]);
    const { database } = await app();
    expect(
      await database.membership.count({ where: { schoolId: rows.schoolId, role: 'admin', status: 'active' } }),
    ).toBe(1);
  });
});

describe('Invitation, create', () => {
  const refused = statuses.filter(([, own, elsewhere]) => own !== 200 && elsewhere !== 200);
  it.each(refused)('%s: %d', async (who, status) => {
    const invitation = { email: `${unique('guest')}@school.example`, role: 'guardian' };
    expect(await expectRefused(() => here.actors[who].post('/v1/invitations', invitation), status)).toEqual([]);
  });

  it('admin: 201, for the own school', async () => {
    const invitation = { email: `${unique('guest')}@school.example`, role: 'guardian' };
    const { status, body } = await here.actors.admin.post('/v1/invitations', invitation);
    expect(status).toBe(201);
    expect(body).toMatchObject({ role: 'guardian', status: 'invited', user: { email: invitation.email } });
    expect((await here.actors.admin.get(path(body.id))).status).toBe(200);
    expect((await here.actors.stranger.get(path(body.id))).status).toBe(404);
  });

  it('admin: no record of another school, and never an operator', async () => {
    const {
      actors: { admin },
      elsewhere,
    } = here;
    const guest = () => ({ email: `${unique('guest')}@school.example` });
    const post = (body: object) => () => admin.post('/v1/invitations', { ...guest(), ...body });
    expect(await expectRefused(post({ role: 'operator' }), 400)).toEqual(['/role in']);
    expect(await expectRefused(post({ role: 'student', studentId: elsewhere.sam.id }), 400)).toEqual([
      '/studentId unknown_reference',
    ]);
    expect(await expectRefused(post({ role: 'teacher', teacherId: elsewhere.tess.id }), 400)).toEqual([
      '/teacherId unknown_reference',
    ]);
  });
});
