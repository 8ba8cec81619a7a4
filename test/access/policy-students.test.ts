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
import { ABSENT, studentRow } from '../support/school.js';

const basic = [
  'id',
  'studentNumber',
  'givenName',
  'familyName',
  'preferredName',
  'gradeLevel',
  'status',
  'createdAt',
  'updatedAt',
];
const withBirthDate = properties(basic, ['birthDate']);
const allButNotes = properties(basic, ['birthDate', 'email', 'phone', 'address']);
const all = properties(allButNotes, ['medicalNotes']);

// `teacher` teaches Sam, `student` is Sam, `guardian` is Sam's; the second ones have as much to do with Tim.
let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe('Student, read', () => {
  // prettier-ignore
  const reads: [Who, Sight, Sight, Sight, Sight][] = [
    // who          Sam            Tim            elsewhere  absent
    ['anonymous',   401,           401,           401,       401],
    ['operator',    403,           403,           403,       403],
    ['stranger',    404,           404,           all,       404],
    ['guardianTwo', 404,           all,           404,       404],
    ['guardian',    all,           404,           404,       404],
    ['studentTwo',  404,           allButNotes,   404,       404],
    ['student',     allButNotes,   404,           404,       404],
    ['teacherTwo',  404,           withBirthDate, 404,       404],
    ['teacher',     withBirthDate, 404,           404,       404],
    ['admin',       all,           all,           404,       404],
  ];
  it.each(reads)('%s', async (who, ...sights) => {
    const { actors, rows, elsewhere } = here;
    const columns = [[rows.sam.id], [rows.tim.id], [elsewhere.sam.id, elsewhere.tim.id], [ABSENT]];
    await expectSights(actors[who], '/v1/students', columns, sights);
  });
});

describe('Student, create', () => {
  const pupil = { studentNumber: 'X-1', givenName: 'New', familyName: 'Pupil' };

  // prettier-ignore
  const creates: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403]];
  it.each(creates)('%s: %d', async (who, status) => {
    expect(await expectRefused(() => here.actors[who].post('/v1/students', pupil), status)).toEqual([]);
  });

  it('admin: 201, every property', async () => {
    const { status, body } = await here.actors.admin.post('/v1/students', pupil);
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(all);
  });
});

describe('Student, archive and restore', () => {
  // prettier-ignore
  const removals: [Who, number, number, number, number][] = [
    // who          Sam  Tim  elsewhere absent
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
    const ids = [rows.sam.id, rows.tim.id, elsewhere.sam.id, ABSENT];
    const removed = statuses.map((status) => (status === 200 ? 204 : status));
    await expectEach(ids, removed, (id) => actors[who].delete(`/v1/students/${id}`));
    const archivedAt = new Date();
    const archived = await Promise.all(
      [rows, rows, elsewhere].map(({ schoolId }) => studentRow(schoolId, 'Gone', { archivedAt })),
    );
    const goneIds = [...archived.map(({ id }) => id), ABSENT];
    await expectEach(goneIds, statuses, (id) => actors[who].delete(`/v1/students/${id}/archival`));
    await expectEach(ids, statuses, (id) => actors[who].delete(`/v1/students/${id}/archival`));
  });
});

describe('Student, update', () => {
  // prettier-ignore
  const updates: [Who, number, number, number, number][] = [
    // who          Sam  Tim  elsewhere absent
    ['anonymous',   401, 401, 401,      401],
    ['operator',    403, 403, 403,      403],
    ['teacher',     403, 403, 403,      403],
    ['teacherTwo',  403, 403, 403,      403],
    ['studentTwo',  404, 200, 404,      404],
    ['guardianTwo', 404, 200, 404,      404],
    ['student',     200, 404, 404,      404],
    ['guardian',    200, 404, 404,      404],
    ['stranger',    404, 404, 200,      404],
    ['admin',       200, 200, 404,      404],
  ];
  it.each(updates)('%s, which rows', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const ids = [rows.sam.id, rows.tim.id, elsewhere.sam.id, ABSENT];
    await expectEach(ids, statuses, (id) => actors[who].patch(`/v1/students/${id}`, { phone: '+44 20 7946 0777' }));
  });

  // prettier-ignore
  const changes = {
    studentNumber: 'Z-9', givenName: 'Zed', familyName: 'Zola', preferredName: 'Zee', gradeLevel: 9, status: 'graduated',
    birthDate: '2014-01-01', email: 'zed@school.example', phone: '+44 20 7946 0999', address: '9 New Road', medicalNotes: 'None',
  };
  const fields: [Who, string[], Sight][] = [
    ['student', ['preferredName', 'phone'], allButNotes],
    ['guardian', ['phone', 'address'], all],
    ['admin', Object.keys(changes), all],
  ];
  it.each(fields)('%s, which fields', async (who, writable, seen) => {
    const path = `/v1/students/${here.rows.sam.id}`;
    await expectWritable(changes, writable, (body) => here.actors[who].patch(path, body));
    expect(sight(await here.actors[who].patch(path, { phone: '+44 1' }))).toEqual(seen);
  });
});
