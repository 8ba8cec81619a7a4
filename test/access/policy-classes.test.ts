import { app } from '../support/app.js';
import {
  type Cast,
  cast,
  expectEach,
  expectRefused,
  expectSights,
  expectWritable,
  properties,
  type Sight,
  type Who,
} from '../support/cast.js';
import { ABSENT } from '../support/school.js';

const all = properties([
  'id',
  'name',
  'subject',
  'room',
  'description',
  'termId',
  'teacherIds',
  'createdAt',
  'updatedAt',
]);

// Maths is the class of `teacher`, `student` and so of `guardian`; Art is that of the second ones.
let here: Cast;
let ids: string[];
beforeAll(async () => {
  here = await cast();
  ids = [here.rows.maths.id, here.rows.art.id, here.elsewhere.maths.id, ABSENT];
});

describe('Class, read', () => {
  // prettier-ignore
  const reads: [Who, Sight, Sight, Sight, Sight][] = [
    // who          Maths Art  elsewhere  absent
    ['anonymous',   401,  401, 401,       401],
    ['operator',    403,  403, 403,       403],
    ['stranger',    404,  404, all,       404],
    ['guardianTwo', 404,  all, 404,       404],
    ['guardian',    all,  404, 404,       404],
    ['studentTwo',  404,  all, 404,       404],
    ['student',     all,  404, 404,       404],
    ['teacherTwo',  404,  all, 404,       404],
    ['teacher',     all,  404, 404,       404],
    ['admin',       all,  all, 404,       404],
  ];
  it.each(reads)('%s', async (who, ...sights) => {
    const { actors, rows, elsewhere } = here;
    const columns = [[rows.maths.id], [rows.art.id], [elsewhere.maths.id, elsewhere.art.id], [ABSENT]];
    await expectSights(actors[who], '/v1/classes', columns, sights);
  });
});

describe('Class, create', () => {
  // prettier-ignore
  const creates: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403]];
  it.each(creates)('%s: %d', async (who, status) => {
    expect(await expectRefused(() => here.actors[who].post('/v1/classes', { name: 'New' }), status)).toEqual([]);
  });

  it('admin: 201, every property', async () => {
    const { status, body } = await here.actors.admin.post('/v1/classes', { name: 'New' });
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(all);
  });
});

describe('Class, archive and restore', () => {
  // prettier-ignore
  const removals: [Who, number, number, number, number][] = [
    // who          Maths Art  elsewhere absent
    ['anonymous',   401,  401, 401,      401],
    ['operator',    403,  403, 403,      403],
    ['guardian',    403,  403, 403,      403],
    ['student',     403,  403, 403,      403],
    ['teacher',     403,  403, 403,      403],
    ['stranger',    404,  404, 200,      404],
    ['admin',       200,  200, 404,      404],
  ];
  it.each(removals)('%s', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const { database } = await app();
    const removed = statuses.map((status) => (status === 200 ? 204 : status));
    await expectEach(ids, removed, (id) => actors[who].delete(`/v1/classes/${id}`));
    const gone = (schoolId: string) =>
      database.class.create({ data: { schoolId, name: 'Gone', archivedAt: new Date() } });
    const archived = await Promise.all([rows, rows, elsewhere].map(({ schoolId }) => gone(schoolId)));
    const goneIds = [...archived.map(({ id }) => id), ABSENT];
    await expectEach(goneIds, statuses, (id) => actors[who].delete(`/v1/classes/${id}/archival`));
    await expectEach(ids, statuses, (id) => actors[who].delete(`/v1/classes/${id}/archival`));
  });
});

describe('Class, update', () => {
  // prettier-ignore
  const updates: [Who, number, number, number, number][] = [
    // who          Maths Art  elsewhere absent
    ['anonymous',   401,  401, 401,      401],
    ['operator',    403,  403, 403,      403],
    ['student',     403,  403, 403,      403],
    ['guardian',    403,  403, 403,      403],
    ['teacherTwo',  404,  200, 404,      404],
    ['teacher',     200,  404, 404,      404],
    ['stranger',    404,  404, 200,      404],
    ['admin',       200,  200, 404,      404],
  ];
  it.each(updates)('%s, which rows', async (who, ...statuses) => {
    await expectEach(ids, statuses, (id) => here.actors[who].patch(`/v1/classes/${id}`, { description: 'Anew' }));
  });

  const changes = { name: 'Zoology', subject: 'Zoo', room: 'Z 9', description: 'Zebras', termId: null };
  const fields: [Who, string[]][] = [
    ['teacher', ['description']],
    ['admin', Object.keys(changes)],
  ];
  it.each(fields)('%s, which fields', async (who, writable) => {
    await expectWritable(changes, writable, (body) =>
      here.actors[who].patch(`/v1/classes/${here.rows.maths.id}`, body),
    );
  });
});
