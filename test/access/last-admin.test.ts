import { app, unique } from '../support/app.js';
import { type Cast, cast, expectRefused } from '../support/cast.js';
import { member } from '../support/school.js';

const path = (id: string) => `/v1/members/${id}`;

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe('The last active admin of a school', () => {
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
