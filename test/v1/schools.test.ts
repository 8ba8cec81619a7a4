import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { type Actor, operator, school } from '../support/school.js';

const ifMatch = (tag: string | null) => ({ headers: { 'if-match': tag! } });

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
    const { rows } = await school();
    const posts = await Promise.all([1, 2, 3, 4].map(() => overseer.post('/v1/schools', { ...fresh(), slug })));
    expect(posts.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const again = { ...fresh(), slug, adminEmail: `${unique('first')}@school.example` };
    expect(await expectRefused(() => overseer.post('/v1/schools', again), 409)).toEqual(['/slug taken']);
    expect(await expectRefused(() => overseer.patch(`/v1/schools/${rows.schoolId}`, { slug }), 409)).toEqual([
      '/slug taken',
    ]);
  });

  it.each([
    ['slug', 'Upper'],
    ['slug', 'a--b'],
    ['slug', '-a'],
    ['slug', ''],
    ['slug', 'x'.repeat(64)],
    ['name', null],
    ['timezone', 'X'],
    ['adminEmail', 'x'],
  ])('refuses %s %j', async (field, value) => {
    const errors = await expectRefused(() => overseer.post('/v1/schools', { ...fresh(), [field]: value }), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
  });

  it('changes with PATCH, If-Match honoured; adminEmail is for POST alone', async () => {
    const { body, headers } = await overseer.post('/v1/schools', fresh());
    const path = `/v1/schools/${body.id}`;
    const tag = headers.get('etag');
    const name = unique('Renamed');
    expect((await overseer.patch(path, { name }, ifMatch(tag))).body).toMatchObject({
      ...body,
      name,
      updatedAt: expect.any(String),
    });
    await expectRefused(() => overseer.patch(path, { name: 'Stale' }, ifMatch(tag)), 412);
    expect(await expectRefused(() => overseer.patch(path, { adminEmail: 'a@b.example' }), 400)).toEqual([
      '/adminEmail unknown',
    ]);
    await expectRefused(() => overseer.delete(path), 405);
  });

  it('is searched by name', async () => {
    const { body } = await overseer.post('/v1/schools', { ...fresh(), name: 'Kopernikus-Gymnasium 50% Ost' });
    for (const q of ['kopernikus', 'OST%20gym', '50%25'])
      expect((await overseer.get(`/v1/schools?q=${q}`)).body.data).toEqual([body]);
    for (const q of ['%25%25', '_', 'kopernikus%20west', body.slug])
      expect((await overseer.get(`/v1/schools?q=${q}`)).body.data).toEqual([]);
  });
});
