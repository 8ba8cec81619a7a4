import { app, unique } from '../support/app.js';
import { type Cast, cast, expectEach, expectSights, properties, type Sight, type Who } from '../support/cast.js';
import { ABSENT } from '../support/school.js';

/*
 * Who may do what with __a thing__, as it was decided: so far, nobody anything. A decision in policy.ts changes these tables too.
 * `own` is one of the caller's own school (of the stranger, who is the admin of the other school, it is not); 200 shows all properties.
 */
const all = properties(['id', 'name', 'createdAt', 'updatedAt']);
const sightOf = (status: number): Sight => (status === 200 ? all : status);

let here: Cast;
let ids: string[];
beforeAll(async () => {
  here = await cast();
  ids = [await add(here.rows.schoolId), await add(here.elsewhere.schoolId), ABSENT];
});

async function add(schoolId: string, archivedAt?: Date): Promise<string> {
  const { database } = await app();
  const data = { schoolId, name: unique('__OneThing__'), archivedAt };
  return (await database.__oneThing__.create({ data })).id;
}

describe('__OneThing__, read', () => {
  // prettier-ignore
  const reads: [Who, number, number, number][] = [
    // who          own  elsewhere  absent
    ['anonymous',   401, 401,       401],
    ['operator',    403, 403,       403],
    ['guardian',    403, 403,       403],
    ['student',     403, 403,       403],
    ['teacher',     403, 403,       403],
    ['stranger',    403, 403,       403],
    ['admin',       403, 403,       403],
  ];
  it.each(reads)('%s', async (who, ...statuses) => {
    const columns = ids.map((id) => [id]);
    await expectSights(here.actors[who], '/v1/__many-things__', columns, statuses.map(sightOf));
  });
});

describe('__OneThing__, create', () => {
  // prettier-ignore
  const creates: [Who, number][] = [
    ['anonymous',   401],
    ['operator',    403],
    ['guardian',    403],
    ['student',     403],
    ['teacher',     403],
    ['stranger',    403],
    ['admin',       403],
  ];
  it.each(creates)('%s: %d', async (who, status) => {
    const post = () => here.actors[who].post('/v1/__many-things__', { name: unique('__OneThing__') });
    await expectEach([''], [status], post);
  });
});

describe('__OneThing__, update, archive and restore', () => {
  // prettier-ignore
  const writes: [Who, number, number, number][] = [
    // who          own  elsewhere  absent
    ['anonymous',   401, 401,       401],
    ['operator',    403, 403,       403],
    ['guardian',    403, 403,       403],
    ['student',     403, 403,       403],
    ['teacher',     403, 403,       403],
    ['stranger',    403, 403,       403],
    ['admin',       403, 403,       403],
  ];
  it.each(writes)('%s', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const url = (id: string) => `/v1/__many-things__/${id}`;
    await expectEach(ids, statuses, (id) => actors[who].patch(url(id), { name: `By ${who}` }));
    const removed = statuses.map((status) => (status === 200 ? 204 : status));
    await expectEach(ids, removed, (id) => actors[who].delete(url(id)));
    const archived = [await add(rows.schoolId, new Date()), await add(elsewhere.schoolId, new Date()), ABSENT];
    await expectEach(archived, statuses, (id) => actors[who].delete(`${url(id)}/archival`));
    await expectEach(ids, statuses, (id) => actors[who].delete(`${url(id)}/archival`));
  });
});
