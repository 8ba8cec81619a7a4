import { expectRefused } from '../../support/cast.js';
import { ABSENT, school, studentRow } from '../../support/school.js';

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});
const guardians = async () => `/v1/students/${(await studentRow(world.rows.schoolId, 'New')).id}/guardians`;

describe('POST /v1/students/{id}/guardians', () => {
  it('answers 201 with Location, ETag and the guardian, by the member’s name and phone', async () => {
    const { admin, guardian } = world;
    const path = await guardians();
    const { membershipId } = guardian;
    const { status, headers, body } = await admin.post(path, { membershipId, relation: 'mother' });
    const names = { givenName: 'Xen', familyName: 'Quill', phone: '+44 20 7946 0000' };
    expect({ status, body }).toMatchObject({ status: 201, body: { membershipId, relation: 'mother', ...names } });
    expect(headers.get('location')).toBe(`${path}/${body.id}`);
    const read = await admin.get(`${path}/${body.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([body, headers.get('etag')]);
    expect((await admin.get(path)).body.data).toEqual([body]);
  });

  it('answers 409 to a second one of the same member, also at once, and takes it again after it has ended', async () => {
    const { admin, guardian } = world;
    const path = await guardians();
    const guardianship = { membershipId: guardian.membershipId, relation: 'mother' };
    const posts = await Promise.all([1, 2, 3, 4].map(() => admin.post(path, guardianship)));
    expect(posts.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await expectRefused(() => admin.post(path, guardianship), 409)).toEqual(['/membershipId taken']);
    const one = `${path}/${posts.find(({ status }) => status === 201)!.body.id}`;
    await expectRefused(() => admin.delete(one, { headers: { 'if-match': '"9"' } }), 412);
    expect((await admin.delete(one)).status).toBe(204);
    for (const gone of [admin.get(one), admin.delete(one)]) expect((await gone).status).toBe(404);
    expect((await admin.get(path)).body.data).toEqual([]);
    expect((await admin.post(path, guardianship)).status).toBe(201);
  });

  // prettier-ignore
  const bodies = [
    {}, { membershipId: ABSENT }, { membershipId: 'x', relation: 'aunt' }, { membershipId: ABSENT, relation: null }, { membershipId: ABSENT, relation: '' },
    { membershipId: ABSENT, relation: 'x'.repeat(51) }, { membershipId: ABSENT, relation: 'a\nb' }, { membershipId: ABSENT, relation: 'aunt', givenName: 'X' },
  ];
  it.each(bodies)('refuses %.60j', async (body) => {
    const path = await guardians();
    await expectRefused(() => world.admin.post(path, body), 400);
  });
});
