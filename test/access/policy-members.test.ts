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
