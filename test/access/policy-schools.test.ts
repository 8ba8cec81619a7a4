import { unique } from '../support/app.js';
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
import { ABSENT } from '../support/school.js';

const own = properties(['id', 'name', 'timezone', 'createdAt', 'updatedAt']);
const ofStaff = properties(own, ['staffFactorRequired']);
const all = properties(ofStaff, ['slug']);

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

// prettier-ignore
const ownSchool: [Who, Sight, number][] = [
  // who         read  update
  ['anonymous',  401,  401],
  ['operator',   404,  404],
  ['guardian',   own,  403],
  ['student',    own,  403],
  ['teacher',    ofStaff, 403],
  ['admin',      ofStaff, 200],
];

describe('School, the own one', () => {
  it.each(ownSchool)('%s: read', async (who, seen) => {
    const answer = await here.actors[who].get('/v1/school');
    expect(sight(answer)).toEqual(seen);
    if (answer.status === 200) expect(answer.body.id).toBe(here.rows.schoolId);
  });

  it.each(ownSchool)('%s: update', async (who, _, status) => {
    await expectEach([''], [status], () => here.actors[who].patch('/v1/school', { name: unique('School') }));
  });

  it('admin: which fields', async () => {
    const { admin } = here.actors;
    const changes = { name: unique('School'), timezone: 'Asia/Tokyo' };
    await expectWritable(changes, ['name', 'timezone'], (body) => admin.patch('/v1/school', body));
    expect(await expectRefused(() => admin.patch('/v1/school', { slug: 'mine' }), 400)).toEqual(['/slug unknown']);
  });
});

// prettier-ignore
const schools: [Who, number][] = [
  ['anonymous', 401], ['guardian', 403], ['student', 403], ['teacher', 403], ['admin', 403], ['stranger', 403],
];

describe('School, all of them', () => {
  it.each(schools)('%s: %d for everything', async (who, status) => {
    const client = here.actors[who];
    expect((await client.get('/v1/schools')).status).toBe(status);
    for (const id of [here.rows.schoolId, here.elsewhere.schoolId, ABSENT]) {
      expect((await client.get(`/v1/schools/${id}`)).status).toBe(status);
      expect(await expectRefused(() => client.patch(`/v1/schools/${id}`, { name: 'Mine' }), status)).toEqual([]);
    }
    expect(
      await expectRefused(() => client.post('/v1/schools', { name: 'Mine', slug: unique('mine') }), status),
    ).toEqual([]);
  });

  it('operator: reads and changes any, and creates', async () => {
    const {
      actors: { operator },
      rows,
      elsewhere,
    } = here;
    for (const { schoolId } of [rows, elsewhere]) {
      expect(sight(await operator.get(`/v1/schools/${schoolId}`))).toEqual(all);
      const changes = { name: unique('School'), slug: unique('slug'), timezone: 'Europe/Berlin' };
      await expectWritable(changes, ['name', 'slug', 'timezone'], (body) =>
        operator.patch(`/v1/schools/${schoolId}`, body),
      );
    }
    const listed = await operator.all('/v1/schools');
    expect(listed.map(({ id }) => id).sort()).toEqual([rows.schoolId, elsewhere.schoolId].sort());
    for (const id of [ABSENT]) {
      expect((await operator.get(`/v1/schools/${id}`)).status).toBe(404);
      expect(await expectRefused(() => operator.patch(`/v1/schools/${id}`, { name: 'Mine' }), 404)).toEqual([]);
    }
    const created = await operator.post('/v1/schools', { name: 'New', slug: unique('new') });
    expect(created.status).toBe(201);
    expect(Object.keys(created.body).sort()).toEqual(all);
  });

  it('operator: nothing of what a school holds', async () => {
    const { operator } = here.actors;
    const paths = ['students', 'teachers', 'classes', 'terms', 'articles', 'members'];
    for (const path of paths) expect([path, (await operator.get(`/v1/${path}`)).status]).toEqual([path, 403]);
  });
});
