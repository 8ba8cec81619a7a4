import { type Cast, cast, expectEach, type Who } from '../support/cast.js';
import { ABSENT } from '../support/school.js';

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe.each(['put', 'delete'] as const)('Class, assign and unassign teachers: %s', (method) => {
  // prettier-ignore
  const assignments: [Who, number, number, number, number, number][] = [
    // who          own  class elsewhere  teacher elsewhere  no class  no teacher
    ['anonymous',   401, 401,             401,               401,      401],
    ['operator',    403, 403,             403,               403,      403],
    ['guardian',    403, 403,             403,               403,      403],
    ['student',     403, 403,             403,               403,      403],
    ['teacher',     403, 403,             403,               403,      403],
    ['stranger',    404, 404,             404,               404,      404],
    ['admin',       204, 404,             404,               404,      404],
  ];
  it.each(assignments)('%s', async (who, ...statuses) => {
    const { rows, elsewhere, actors } = here;
    const [maths, tess] = [rows.maths.id, rows.tess.id];
    const pairs = [
      [maths, tess],
      [elsewhere.maths.id, tess],
      [maths, elsewhere.tess.id],
      [ABSENT, tess],
      [maths, ABSENT],
    ];
    const paths = pairs.map(([classId, teacherId]) => `/v1/classes/${classId}/teachers/${teacherId}`);
    await expectEach(paths, statuses, (path) => actors[who][method](path));
  });
});
