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

const all = properties(['id', 'name', 'startsOn', 'endsOn', 'createdAt', 'updatedAt']);
const dates = { startsOn: new Date('2027-01-01'), endsOn: new Date('2027-04-01') };

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe('Term, read', () => {
  // prettier-ignore
  const reads: [Who, Sight, Sight, Sight][] = [
    // who          own  elsewhere  absent
    ['anonymous',   401, 401,       401],
    ['operator',    403, 403,       403],
    ['stranger',    404, all,       404],
    ['guardian',    all, 404,       404],
    ['student',     all, 404,       404],
    ['teacher',     all, 404,       404],
    ['admin',       all, 404,       404],
  ];
  it.each(reads)('%s', async (who, ...sights) => {
    const { actors, rows, elsewhere } = here;
    await expectSights(actors[who], '/v1/terms', [[rows.term.id], [elsewhere.term.id], [ABSENT]], sights);
  });
});

describe('Term, create', () => {
  const spring = { name: 'Spring', startsOn: '2027-01-01', endsOn: '2027-04-01' };

  // prettier-ignore
  const creates: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403]];
  it.each(creates)('%s: %d', async (who, status) => {
    expect(await expectRefused(() => here.actors[who].post('/v1/terms', spring), status)).toEqual([]);
  });

  it('admin: 201, every property', async () => {
    const { status, body } = await here.actors.admin.post('/v1/terms', spring);
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(all);
  });
});

describe('Term, update, archive and restore', () => {
  // prettier-ignore
  const writes: [Who, number, number, number][] = [
    // who          own  elsewhere  absent
    ['anonymous',   401, 401,       401],
    ['operator',    403, 403,       403],
    ['guardian',    403, 403,       403],
    ['student',     403, 403,       403],
    ['teacher',     403, 403,       403],
    ['stranger',    404, 200,       404],
    ['admin',       200, 404,       404],
  ];
  it.each(writes)('%s', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const { database } = await app();
    const ids = [rows.term.id, elsewhere.term.id, ABSENT];
    await expectEach(ids, statuses, (id) => actors[who].patch(`/v1/terms/${id}`, { name: `By ${who}` }));
    const removed = statuses.map((status) => (status === 200 ? 204 : status));
    await expectEach(ids, removed, (id) => actors[who].delete(`/v1/terms/${id}`));
    const gone = (schoolId: string) =>
      database.term.create({ data: { schoolId, name: 'Gone', ...dates, archivedAt: new Date() } });
    const archived = await Promise.all([rows, elsewhere].map(({ schoolId }) => gone(schoolId)));
    await expectEach([...archived.map(({ id }) => id), ABSENT], statuses, (id) =>
      actors[who].delete(`/v1/terms/${id}/archival`),
    );
    await expectEach(ids, statuses, (id) => actors[who].delete(`/v1/terms/${id}/archival`));
  });

  it('admin, every field', async () => {
    const changes = { name: 'Zest', startsOn: '2026-09-02', endsOn: '2026-12-19' };
    await expectWritable(changes, Object.keys(changes), (body) =>
      here.actors.admin.patch(`/v1/terms/${here.rows.term.id}`, body),
    );
  });
});
