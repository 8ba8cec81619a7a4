import { app } from '../support/app.js';
import { type Cast, cast, expectRefused, expectSights, properties, type Sight, type Who } from '../support/cast.js';
import { ABSENT, studentRow } from '../support/school.js';

const all = properties(['id', 'studentId', 'enrolledOn', 'endedOn', 'createdAt', 'updatedAt']);
const list = (classId: string) => `/v1/classes/${classId}/enrollments`;

// Sam is in Maths, with Cleo, a classmate that nobody here is or guards; Tim is in Art.
let here: Cast;
let cleoInMaths: string;
beforeAll(async () => {
  here = await cast();
  const { schoolId, maths } = here.rows;
  const cleo = await studentRow(schoolId, 'Cleo');
  const data = { schoolId, classId: maths.id, studentId: cleo.id, enrolledOn: new Date('2026-09-02') };
  cleoInMaths = (await (await app()).database.enrollment.create({ data })).id;
});

describe('Enrollment, read', () => {
  // prettier-ignore
  const reads: [Who, Sight, Sight, Sight, Sight, Sight][] = [
    // who          Sam's Cleo's Tim's elsewhere no class
    ['anonymous',   401,  401,   401,  401,      401],
    ['operator',    403,  403,   403,  403,      403],
    ['stranger',    404,  404,   404,  all,      404],
    ['guardianTwo', 404,  404,   all,  404,      404],
    ['guardian',    all,  404,   404,  404,      404],
    ['studentTwo',  404,  404,   all,  404,      404],
    ['student',     all,  404,   404,  404,      404],
    ['teacherTwo',  404,  404,   all,  404,      404],
    ['teacher',     all,  all,   404,  404,      404],
    ['admin',       all,  all,   all,  404,      404],
  ];
  it.each(reads)('%s', async (who, sam, cleo, tim, theirs, none) => {
    const { actors, rows, elsewhere } = here;
    await expectSights(actors[who], list(rows.maths.id), [[rows.samInMaths.id], [cleoInMaths]], [sam, cleo]);
    await expectSights(actors[who], list(rows.art.id), [[rows.timInArt.id]], [tim]);
    await expectSights(actors[who], list(elsewhere.maths.id), [[elsewhere.samInMaths.id]], [theirs]);
    await expectSights(actors[who], list(ABSENT), [[rows.samInMaths.id]], [none]);
  });

  it('is found under its own class alone', async () => {
    const { actors, rows } = here;
    for (const id of [rows.timInArt.id, ABSENT])
      expect((await actors.admin.get(`${list(rows.maths.id)}/${id}`)).status).toBe(404);
  });
});

describe('Enrollment, create and delete', () => {
  // prettier-ignore
  const refusals: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403], ['stranger', 404]];
  it.each(refusals)('%s: %d', async (who, status) => {
    const { actors, rows } = here;
    const newcomer = await studentRow(rows.schoolId, 'New');
    expect(
      await expectRefused(() => actors[who].post(list(rows.maths.id), { studentId: newcomer.id }), status),
    ).toEqual([]);
    expect(
      await expectRefused(() => actors[who].delete(`${list(rows.maths.id)}/${rows.samInMaths.id}`), status),
    ).toEqual([]);
  });

  it('admin: not in another school’s class, nor a student of another school', async () => {
    const {
      actors: { admin },
      rows,
      elsewhere,
    } = here;
    const { maths, tim } = rows;
    for (const classId of [elsewhere.maths.id, ABSENT])
      await expectRefused(() => admin.post(list(classId), { studentId: tim.id }), 404);
    for (const studentId of [elsewhere.sam.id, ABSENT]) {
      expect(await expectRefused(() => admin.post(list(maths.id), { studentId }), 400)).toEqual([
        '/studentId unknown_reference',
      ]);
    }
    const foreign = [
      `${list(elsewhere.maths.id)}/${elsewhere.samInMaths.id}`,
      `${list(maths.id)}/${elsewhere.samInMaths.id}`,
    ];
    for (const path of [...foreign, `${list(maths.id)}/${rows.timInArt.id}`, `${list(maths.id)}/${ABSENT}`]) {
      await expectRefused(() => admin.delete(path), 404);
    }
  });

  it('admin: 201 with every property, and 204', async () => {
    const {
      actors: { admin },
      rows,
    } = here;
    const { status, body } = await admin.post(list(rows.maths.id), { studentId: rows.tim.id });
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(all);
    expect((await admin.delete(`${list(rows.maths.id)}/${body.id}`)).status).toBe(204);
  });
});
