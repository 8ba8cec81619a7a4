import { app } from '../support/app.js';
import { type Cast, cast, expectRefused, expectSights, properties, type Sight, type Who } from '../support/cast.js';
import { ABSENT, type Actor, member } from '../support/school.js';

const all = properties([
  'id',
  'membershipId',
  'relation',
  'givenName',
  'familyName',
  'phone',
  'createdAt',
  'updatedAt',
]);
const list = (studentId: string) => `/v1/students/${studentId}/guardians`;

// Sam has two guardians, `guardian` and another; Tim has `guardianTwo`.
let here: Cast;
let other: Actor;
let otherOfSam: string;
beforeAll(async () => {
  here = await cast();
  const { schoolId, sam } = here.rows;
  other = await member('Other', { schoolId, role: 'guardian' });
  const data = { schoolId, studentId: sam.id, membershipId: other.membershipId, relation: 'aunt' };
  otherOfSam = (await (await app()).database.guardianship.create({ data })).id;
});

describe('Guardianship, read', () => {
  // prettier-ignore
  const reads: [Who, Sight, Sight, Sight][] = [
    // who          Sam's Tim's elsewhere
    ['anonymous',   401,  401,  401],
    ['operator',    403,  403,  403],
    ['stranger',    404,  404,  all],
    ['guardianTwo', 404,  all,  404],
    ['guardian',    all,  404,  404],
    ['studentTwo',  404,  all,  404],
    ['student',     all,  404,  404],
    ['teacherTwo',  404,  all,  404],
    ['teacher',     all,  404,  404],
    ['admin',       all,  all,  404],
  ];
  it.each(reads)('%s', async (who, ofSam, ofTim, theirs) => {
    const { actors, rows, elsewhere } = here;
    await expectSights(actors[who], list(rows.sam.id), [[rows.ofSam.id, otherOfSam]], [ofSam]);
    await expectSights(actors[who], list(rows.tim.id), [[rows.ofTim.id]], [ofTim]);
    await expectSights(actors[who], list(elsewhere.sam.id), [[elsewhere.ofSam.id]], [theirs]);
  });

  it('is found under its own student alone', async () => {
    const { actors, rows } = here;
    for (const id of [rows.ofTim.id, ABSENT])
      expect((await actors.admin.get(`${list(rows.sam.id)}/${id}`)).status).toBe(404);
  });
});

describe('Guardianship, create and delete', () => {
  // prettier-ignore
  const refusals: [Who, number][] = [['anonymous', 401], ['operator', 403], ['guardian', 403], ['student', 403], ['teacher', 403], ['stranger', 404]];
  it.each(refusals)('%s: %d', async (who, status) => {
    const { actors, rows } = here;
    const guardianship = { membershipId: actors.guardianTwo.membershipId, relation: 'uncle' };
    expect(await expectRefused(() => actors[who].post(list(rows.sam.id), guardianship), status)).toEqual([]);
    expect(await expectRefused(() => actors[who].delete(`${list(rows.sam.id)}/${rows.ofSam.id}`), status)).toEqual([]);
  });

  it('admin: not of another school’s student, nor by one who is no guardian of this school', async () => {
    const { actors, rows, elsewhere } = here;
    const { admin, guardian, teacher, stranger } = actors;
    const post = (studentId: string, membershipId: string) => () =>
      admin.post(list(studentId), { membershipId, relation: 'uncle' });
    for (const studentId of [elsewhere.sam.id, ABSENT])
      await expectRefused(post(studentId, guardian.membershipId), 404);
    for (const membershipId of [stranger.membershipId, teacher.membershipId, ABSENT]) {
      expect(await expectRefused(post(rows.tim.id, membershipId), 400)).toEqual(['/membershipId unknown_reference']);
    }
    const foreign = [`${list(elsewhere.sam.id)}/${elsewhere.ofSam.id}`, `${list(rows.sam.id)}/${elsewhere.ofSam.id}`];
    for (const path of [...foreign, `${list(rows.sam.id)}/${rows.ofTim.id}`])
      await expectRefused(() => admin.delete(path), 404);
  });

  it('admin: 201 with every property, and 204', async () => {
    const { actors, rows } = here;
    const { status, body } = await actors.admin.post(list(rows.tim.id), {
      membershipId: other.membershipId,
      relation: 'uncle',
    });
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(all);
    expect((await actors.admin.delete(`${list(rows.tim.id)}/${body.id}`)).status).toBe(204);
  });
});
