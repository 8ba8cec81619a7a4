import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { type Actor, operator, school } from '../support/school.js';

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
    expect((await guardian.get('/v1/school')).body).toEqual(body);
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

  it.each([['name', null], ['name', ''], ['name', 'a\tb'], ['timezone', 'Mars/Olympus'], ['timezone', ''], ['timezone', null], ['timezone', 7]])(
    'refuses %s %j',
    async (field, value) => {
      const errors = await expectRefused(() => world.admin.patch('/v1/school', { [field]: value }), 400);
      expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
    },
  );

  it.each(['id', 'slug', 'createdAt', 'schoolId'])('does not know %s', async (field) => {
    expect(await expectRefused(() => world.admin.patch('/v1/school', { [field]: 'x' }), 400)).toEqual([`/${field} unknown`]);
  });

  it('reaches no other school', async () => {
    const elsewhere = await school();
    const before = (await elsewhere.admin.get('/v1/school')).body;
    await world.admin.patch('/v1/school', { name: unique('Mine') });
    expect((await elsewhere.admin.get('/v1/school')).body).toEqual(before);
  });
});

describe('/v1/schools', () => {
  const fresh = () => ({ name: unique('School'), slug: unique('slug'), timezone: 'Europe/London' });
  let overseer: Actor;
  beforeAll(async () => {
    overseer = await operator();
  });

  it('creates with 201, Location and ETag; the time zone is UTC unless told otherwise', async () => {
    const sent = fresh();
    const { status, headers, body } = await overseer.post('/v1/schools', sent);
    expect({ status, body }).toMatchObject({ status: 201, body: sent });
    expect(headers.get('location')).toBe(`/v1/schools/${body.id}`);
    const read = await overseer.get(headers.get('location')!);
    expect([read.body, read.headers.get('etag')]).toEqual([body, headers.get('etag')]);
    const { timezone: _, ...bare } = fresh();
    expect((await overseer.post('/v1/schools', bare)).body.timezone).toBe('UTC');
  });

  it('answers 409 to a slug that is taken, also at once, and invites nobody then', async () => {
    const { slug } = fresh();
    const posts = await Promise.all([1, 2, 3, 4].map(() => overseer.post('/v1/schools', { ...fresh(), slug })));
    expect(posts.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const again = { ...fresh(), slug, adminEmail: `${unique('first')}@school.example` };
    expect(await expectRefused(() => overseer.post('/v1/schools', again), 409)).toEqual(['/slug taken']);
    expect(await expectRefused(() => overseer.patch(`/v1/schools/${world.rows.schoolId}`, { slug }), 409)).toEqual(['/slug taken']);
  });

  it.each([['slug', 'Upper'], ['slug', 'a--b'], ['slug', '-a'], ['slug', ''], ['slug', 'x'.repeat(64)], ['name', null], ['timezone', 'X'], ['adminEmail', 'x']])(
    'refuses %s %j',
    async (field, value) => {
      const errors = await expectRefused(() => overseer.post('/v1/schools', { ...fresh(), [field]: value }), 400);
      expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
    },
  );

  it('changes with PATCH, If-Match honoured; adminEmail is for POST alone', async () => {
    const { body, headers } = await overseer.post('/v1/schools', fresh());
    const path = `/v1/schools/${body.id}`;
    const tag = headers.get('etag');
    const name = unique('Renamed');
    expect((await overseer.patch(path, { name }, ifMatch(tag))).body).toMatchObject({ ...body, name, updatedAt: expect.any(String) });
    await expectRefused(() => overseer.patch(path, { name: 'Stale' }, ifMatch(tag)), 412);
    expect(await expectRefused(() => overseer.patch(path, { adminEmail: 'a@b.example' }), 400)).toEqual(['/adminEmail unknown']);
    await expectRefused(() => overseer.delete(path), 405);
  });

  it('is searched by name', async () => {
    const { body } = await overseer.post('/v1/schools', { ...fresh(), name: 'Kopernikus-Gymnasium 50% Ost' });
    for (const q of ['kopernikus', 'OST%20gym', '50%25']) expect((await overseer.get(`/v1/schools?q=${q}`)).body.data).toEqual([body]);
    for (const q of ['%25%25', '_', 'kopernikus%20west', body.slug]) expect((await overseer.get(`/v1/schools?q=${q}`)).body.data).toEqual([]);
  });
});
