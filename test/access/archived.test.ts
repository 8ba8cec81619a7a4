import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { type Actor, articleRow, published, school } from '../support/school.js';

type World = Awaited<ReturnType<typeof school>>;
let world: World;
let paths: [string, string][];

// Everything is archived, but the people stay related by what lies under it.
beforeAll(async () => {
  world = await school();
  const { admin, rows } = world;
  const { database } = await app();
  const archivedAt = new Date();
  const { id } = await articleRow(admin, rows.schoolId, { ...published, archivedAt });
  await database.student.update({ where: { id: rows.sam.id }, data: { archivedAt } });
  await database.teacher.update({ where: { id: rows.tess.id }, data: { archivedAt } });
  await database.class.update({ where: { id: rows.maths.id }, data: { archivedAt } });
  await database.term.update({ where: { id: rows.term.id }, data: { archivedAt } });
  paths = [
    ['students', rows.sam.id],
    ['teachers', rows.tess.id],
    ['classes', rows.maths.id],
    ['terms', rows.term.id],
    ['articles', id],
  ];
});

const ids = async (client: Actor, path: string) => (await client.all(path)).map((row: { id: string }) => row.id);

describe('An archived row', () => {
  it.each(['admin', 'teacher', 'student', 'guardian'] as const)('is not there for %s', async (who) => {
    for (const [path, id] of paths) {
      if (who === 'student' && path === 'teachers') continue;
      expect([path, (await world[who].get(`/v1/${path}/${id}`)).status]).toEqual([path, 404]);
      expect(await ids(world[who], `/v1/${path}`)).not.toContain(id);
    }
  });

  it('can’t be changed or archived again', async () => {
    for (const [path, id] of paths) {
      const name =
        path === 'students' || path === 'teachers'
          ? { givenName: 'Changed' }
          : path === 'articles'
            ? { title: 'Changed' }
            : { name: 'Changed' };
      expect([path, (await world.admin.patch(`/v1/${path}/${id}`, name)).status]).toEqual([path, 404]);
      expect([path, (await world.admin.delete(`/v1/${path}/${id}`)).status]).toEqual([path, 404]);
    }
  });

  it('takes what hangs on it out of every read', async () => {
    const { admin, rows } = world;
    const nested = [
      `/v1/classes/${rows.maths.id}/enrollments`,
      `/v1/classes/${rows.maths.id}/enrollments/${rows.samInMaths.id}`,
      `/v1/students/${rows.sam.id}/guardians`,
      `/v1/students/${rows.sam.id}/guardians/${rows.ofSam.id}`,
      `/v1/articles/${paths[4]![1]}/shares`,
    ];
    for (const path of nested) expect([path, (await admin.get(path)).status]).toEqual([path, 404]);
    for (const path of [
      `/v1/students?classId=${rows.maths.id}`,
      `/v1/classes?studentId=${rows.sam.id}`,
      `/v1/classes?teacherId=${rows.tess.id}`,
    ]) {
      expect([path, await ids(admin, path)]).toEqual([path, []]);
    }
  });

  it('is left out of others: a student of a class, a teacher of a class', async () => {
    const { admin, rows } = await school();
    await admin.delete(`/v1/students/${rows.sam.id}`);
    await admin.delete(`/v1/teachers/${rows.tess.id}`);
    const path = `/v1/classes/${rows.maths.id}`;
    expect((await admin.get(path)).body.teacherIds).toEqual([]);
    expect(await ids(admin, `${path}/enrollments`)).toEqual([]);
    expect((await admin.get(`${path}/enrollments/${rows.samInMaths.id}`)).status).toBe(404);
    expect(await ids(admin, `/v1/students?classId=${rows.maths.id}`)).toEqual([]);
    expect(await ids(admin, `/v1/classes?teacherId=${rows.tess.id}`)).toEqual([]);
    expect(await ids(admin, `/v1/classes?studentId=${rows.sam.id}`)).toEqual([]);
  });

  it('is no filter: nobody is in an archived class', async () => {
    const { admin, student, guardian, rows } = await school();
    await admin.delete(`/v1/classes/${rows.maths.id}`);
    for (const client of [admin, student, guardian])
      expect(await ids(client, `/v1/students?classId=${rows.maths.id}`)).toEqual([]);
    expect(await ids(admin, `/v1/classes?studentId=${rows.sam.id}`)).toEqual([]);
  });

  it('is listed by archived=true for admin alone, and the live ones are not', async () => {
    const { admin, teacher, student, guardian } = world;
    for (const [path, id] of paths) {
      expect([path, await ids(admin, `/v1/${path}?archived=true`)]).toEqual([path, [id]]);
      expect(await ids(admin, `/v1/${path}?archived=false`)).not.toContain(id);
      for (const client of [teacher, student, guardian])
        expect((await client.get(`/v1/${path}?archived=true`)).status).toBe(403);
    }
  });

  it('takes no reference: 400', async () => {
    const { admin, rows, guardianTwo } = world;
    // prettier-ignore
    const references: [string, string, object][] = [
      ['/termId',    '/v1/classes',                                 { name: 'New', termId: rows.term.id }],
      ['/teacherIds', '/v1/classes',                                { name: 'New', teacherIds: [rows.tess.id] }],
      ['/studentId', `/v1/classes/${rows.art.id}/enrollments`,      { studentId: rows.sam.id }],
      ['/classId',   '/v1/articles',                                { title: 'New', body: 'News', audience: 'class', classId: rows.maths.id }],
      ['/studentId', '/v1/invitations',                             { email: 'new@school.example', role: 'student', studentId: rows.sam.id }],
      ['/teacherId', '/v1/invitations',                             { email: 'new@school.example', role: 'teacher', teacherId: rows.tess.id }],
    ];
    const answers = await Promise.all(
      references.map(async ([, path, body]) => expectProblem(await admin.post(path, body), 400)),
    );
    expect(answers).toEqual(references.map(([pointer]) => [`${pointer} unknown_reference`]));
    expect((await admin.put(`/v1/classes/${rows.art.id}/teachers/${rows.tess.id}`)).status).toBe(404);
    expect((await admin.patch(`/v1/classes/${rows.art.id}`, { termId: rows.term.id })).status).toBe(400);
    const guardianship = { membershipId: guardianTwo.membershipId, relation: 'aunt' };
    expect((await admin.post(`/v1/students/${rows.sam.id}/guardians`, guardianship)).status).toBe(404);
  });
});
