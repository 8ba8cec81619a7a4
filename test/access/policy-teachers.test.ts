import {
  type Cast,
  cast,
  expectEach,
  expectRefused,
  expectSights,
  expectWritable,
  properties,
  type Sight,
  sight,
  type Who,
} from '../support/cast.js';
import { ABSENT, teacherRow } from '../support/school.js';

const basic = properties(['id', 'givenName', 'familyName', 'preferredName', 'subjects', 'createdAt', 'updatedAt']);
const all = properties(basic, ['staffNumber', 'email', 'phone', 'hiredOn']);

// `teacher` is Tess, who teaches `student`, the child of `guardian`; `teacherTwo` is Omar, who teaches the second ones.
let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe('Teacher, read', () => {
  // prettier-ignore
  const reads: [Who, Sight, Sight, Sight, Sight][] = [
    // who          Tess   Omar   elsewhere  absent
    ['anonymous',   401,   401,   401,       401],
    ['operator',    403,   403,   403,       403],
    ['stranger',    404,   404,   all,       404],
    ['studentTwo',  403,   403,   403,       403],
    ['student',     403,   403,   403,       403],
    ['guardianTwo', 404,   basic, 404,       404],
    ['guardian',    basic, 404,   404,       404],
    ['teacherTwo',  basic, all,   404,       404],
    ['teacher',     all,   basic, 404,       404],
    ['admin',       all,   all,   404,       404],
  ];
  it.each(reads)('%s', async (who, ...sights) => {
    const { actors, rows, elsewhere } = here;
    const columns = [[rows.tess.id], [rows.omar.id], [elsewhere.tess.id, elsewhere.omar.id], [ABSENT]];
    await expectSights(actors[who], '/v1/teachers', columns, sights);
  });
});

describe('Teacher, create', () => {
  const newcomer = { staffNumber: 'X-1', givenName: 'New', familyName: 'Teacher' };

  // prettier-ignore
  const creates: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403]];
  it.each(creates)('%s: %d', async (who, status) => {
    expect(await expectRefused(() => here.actors[who].post('/v1/teachers', newcomer), status)).toEqual([]);
  });

  it('admin: 201, every property', async () => {
    const { status, body } = await here.actors.admin.post('/v1/teachers', newcomer);
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(all);
  });
});

describe('Teacher, archive and restore', () => {
  // prettier-ignore
  const removals: [Who, number, number, number, number][] = [
    // who          Tess Omar elsewhere absent
    ['anonymous',   401, 401, 401,      401],
    ['operator',    403, 403, 403,      403],
    ['guardian',    403, 403, 403,      403],
    ['student',     403, 403, 403,      403],
    ['teacher',     403, 403, 403,      403],
    ['stranger',    404, 404, 200,      404],
    ['admin',       200, 200, 404,      404],
  ];
  it.each(removals)('%s', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const ids = [rows.tess.id, rows.omar.id, elsewhere.tess.id, ABSENT];
    const removed = statuses.map((status) => (status === 200 ? 204 : status));
    await expectEach(ids, removed, (id) => actors[who].delete(`/v1/teachers/${id}`));
    const archivedAt = new Date();
    const archived = await Promise.all(
      [rows, rows, elsewhere].map(({ schoolId }) => teacherRow(schoolId, 'Gone', { archivedAt })),
    );
    const goneIds = [...archived.map(({ id }) => id), ABSENT];
    await expectEach(goneIds, statuses, (id) => actors[who].delete(`/v1/teachers/${id}/archival`));
    await expectEach(ids, statuses, (id) => actors[who].delete(`/v1/teachers/${id}/archival`));
  });
});

describe('Teacher, update', () => {
  // prettier-ignore
  const updates: [Who, number, number, number, number][] = [
    // who          Tess Omar elsewhere absent
    ['anonymous',   401, 401, 401,      401],
    ['operator',    403, 403, 403,      403],
    ['student',     403, 403, 403,      403],
    ['guardian',    403, 403, 403,      403],
    ['stranger',    404, 404, 200,      404],
    ['admin',       200, 200, 404,      404],
  ];
  it.each(updates)('%s, which rows', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const ids = [rows.tess.id, rows.omar.id, elsewhere.tess.id, ABSENT];
    await expectEach(ids, statuses, (id) => actors[who].patch(`/v1/teachers/${id}`, { phone: '+44 20 7946 0777' }));
  });

  it('teacher, which rows: a colleague can be read but not changed', async () => {
    const { actors, rows, elsewhere } = here;
    const phone = (id: string) => () => actors.teacher.patch(`/v1/teachers/${id}`, { phone: '+44 20 7946 0778' });
    expect(await expectRefused(phone(rows.omar.id), 403)).toEqual(['/phone forbidden']);
    for (const id of [elsewhere.tess.id, ABSENT]) expect(await expectRefused(phone(id), 404)).toEqual([]);
    expect((await phone(rows.tess.id)()).status).toBe(200);
  });

  const changes = {
    staffNumber: 'Z-9',
    givenName: 'Zed',
    familyName: 'Zola',
    preferredName: 'Zee',
    subjects: ['Zen'],
    email: 'zed@school.example',
    phone: '+44 20 7946 0999',
    hiredOn: '2020-02-29',
  };
  const fields: [Who, string[], Sight][] = [
    ['teacher', ['preferredName', 'phone'], all],
    ['admin', Object.keys(changes), all],
  ];
  it.each(fields)('%s, which fields', async (who, writable, seen) => {
    const path = `/v1/teachers/${here.rows.tess.id}`;
    await expectWritable(changes, writable, (body) => here.actors[who].patch(path, body));
    expect(sight(await here.actors[who].patch(path, { phone: '+44 1' }))).toEqual(seen);
  });
});
