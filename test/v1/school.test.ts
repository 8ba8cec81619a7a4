import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { school } from '../support/school.js';

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});
const ifMatch = (tag: string | null) => ({ headers: { 'if-match': tag! } });

describe('GET /v1/school', () => {
  it('is the caller’s own, with an ETag that is answered with 304', async () => {
    const { admin, guardian, rows } = world;
    const { body, headers } = await admin.get('/v1/school');
    expect(body).toMatchObject({ id: rows.schoolId, timezone: 'UTC' });
    const { staffFactorRequired: _, ...ofEveryone } = body;
    expect((await guardian.get('/v1/school')).body).toEqual(ofEveryone);
    expect((await guardian.get('/v1/school', { headers: { 'if-none-match': headers.get('etag')! } })).status).toBe(304);
  });
});

describe('PATCH /v1/school', () => {
  it('changes the name and the time zone, once for each If-Match', async () => {
    const { admin } = world;
    const tag = (await admin.get('/v1/school')).headers.get('etag');
    const patches = ['A', 'B', 'C', 'D'].map((name) => admin.patch('/v1/school', { name }, ifMatch(tag)));
    expect((await Promise.all(patches)).map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const patched = await admin.patch('/v1/school', { timezone: 'America/Argentina/Buenos_Aires' });
    const read = await admin.get('/v1/school');
    expect([read.body, read.headers.get('etag')]).toEqual([patched.body, patched.headers.get('etag')]);
    expect((await admin.get('/v1/me')).body.membership.school.name).toBe(read.body.name);
    await expectRefused(() => admin.patch('/v1/school', { name: 'Stale' }, ifMatch(tag)), 412);
  });

  it.each([
    ['name', null],
    ['name', ''],
    ['name', 'a\tb'],
    ['timezone', 'Mars/Olympus'],
    ['timezone', ''],
    ['timezone', null],
    ['timezone', 7],
  ])('refuses %s %j', async (field, value) => {
    const errors = await expectRefused(() => world.admin.patch('/v1/school', { [field]: value }), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
  });

  it.each(['id', 'slug', 'createdAt', 'schoolId'])('does not know %s', async (field) => {
    expect(await expectRefused(() => world.admin.patch('/v1/school', { [field]: 'x' }), 400)).toEqual([
      `/${field} unknown`,
    ]);
  });

  it('reaches no other school', async () => {
    const elsewhere = await school();
    const before = (await elsewhere.admin.get('/v1/school')).body;
    await world.admin.patch('/v1/school', { name: unique('Mine') });
    expect((await elsewhere.admin.get('/v1/school')).body).toEqual(before);
  });
});
