import { app } from '../support/app.js';
import { type Actor, articleRow, member, published, school } from '../support/school.js';

/*
 * Whoever loses what gave them access feels it with the next request, with the same token; and gets it back the same way.
 */

type World = Awaited<ReturnType<typeof school>>;

/** What each of them reaches only through Maths. */
const throughMaths = ({ rows }: World, article: string): Record<'teacher' | 'student' | 'guardian', string[]> => {
  const ofClass = [
    `/v1/classes/${rows.maths.id}`,
    `/v1/classes/${rows.maths.id}/enrollments`,
    `/v1/articles/${article}`,
  ];
  return {
    teacher: [...ofClass, `/v1/students/${rows.sam.id}`, `/v1/students/${rows.sam.id}/guardians`],
    student: ofClass,
    guardian: [...ofClass, `/v1/teachers/${rows.tess.id}`],
  };
};

const lists = ['students', 'teachers', 'classes', 'articles'] as const;

async function statuses(client: Actor, paths: string[]) {
  return Promise.all(paths.map(async (path) => [path, (await client.get(path)).status]));
}
const each = (paths: string[], status: number) => paths.map((path) => [path, status]);

describe('What a class opens closes with the next request', () => {
  // prettier-ignore
  const ends: [string, ('teacher' | 'student' | 'guardian')[], (world: World) => Promise<unknown>][] = [
    ['the class is archived',       ['teacher', 'student', 'guardian'], ({ admin, rows }) => admin.delete(`/v1/classes/${rows.maths.id}`)],
    ['the teacher is unassigned',   ['teacher'],             ({ admin, rows }) => admin.delete(`/v1/classes/${rows.maths.id}/teachers/${rows.tess.id}`)],
    ['the teacher is archived',     ['teacher'],             ({ admin, rows }) => admin.delete(`/v1/teachers/${rows.tess.id}`)],
    ['the enrollment has ended',    ['student', 'guardian'], ({ admin, rows }) => admin.delete(`/v1/classes/${rows.maths.id}/enrollments/${rows.samInMaths.id}`)],
    ['the student is archived',     ['student', 'guardian'], ({ admin, rows }) => admin.delete(`/v1/students/${rows.sam.id}`)],
    ['the guardianship is deleted', ['guardian'],            ({ admin, rows }) => admin.delete(`/v1/students/${rows.sam.id}/guardians/${rows.ofSam.id}`)],
  ];

  it.each(ends)('when %s, for %j', async (_, losers, end) => {
    const world = await school();
    const { admin, rows } = world;
    const article = await articleRow(admin, rows.schoolId, { ...published, audience: 'class', classId: rows.maths.id });
    const paths = throughMaths(world, article.id);
    for (const who of losers) expect(await statuses(world[who], paths[who])).toEqual(each(paths[who], 200));
    expect((await end(world)) as { status: number }).toMatchObject({ status: 204 });
    for (const who of losers) {
      expect(await statuses(world[who], paths[who])).toEqual(each(paths[who], 404));
      for (const list of lists) {
        const { status, body } = await world[who].get(`/v1/${list}?include=total`);
        if (who === 'student' && list === 'teachers') expect(status).toBe(403);
        // A teacher keeps its colleagues, and a student or a guardian whose class alone is gone keeps itself or its child.
        else if (list === 'classes' || list === 'articles')
          expect({ list, ids: body.data, total: body.page.total }).toEqual({ list, ids: [], total: 0 });
      }
    }
  });

  it('to the teacher of a student who has left it, too', async () => {
    const { admin, teacher, rows } = await school();
    const paths = [`/v1/students/${rows.sam.id}`, `/v1/students/${rows.sam.id}/guardians`];
    expect(await statuses(teacher, paths)).toEqual(each(paths, 200));
    expect((await admin.delete(`/v1/classes/${rows.maths.id}/enrollments/${rows.samInMaths.id}`)).status).toBe(204);
    expect(await statuses(teacher, paths)).toEqual(each(paths, 404));
    expect((await teacher.get('/v1/students')).body.data).toEqual([]);
  });

  it('and opens again when the class is restored', async () => {
    const world = await school();
    const { admin, rows, teacher, student, guardian } = world;
    const article = await articleRow(admin, rows.schoolId, { ...published, audience: 'class', classId: rows.maths.id });
    const paths = throughMaths(world, article.id);
    await admin.delete(`/v1/classes/${rows.maths.id}`);
    expect((await student.get(paths.student[0]!)).status).toBe(404);
    await admin.delete(`/v1/classes/${rows.maths.id}/archival`);
    const all = { teacher, student, guardian };
    for (const who of ['teacher', 'student', 'guardian'] as const)
      expect(await statuses(all[who], paths[who])).toEqual(each(paths[who], 200));
  });

  it('opens to a teacher who is assigned, a student who is enrolled and a guardian who is named', async () => {
    const { admin, teacherTwo, studentTwo, guardianTwo, rows } = await school();
    const path = `/v1/classes/${rows.maths.id}`;
    for (const who of [teacherTwo, studentTwo, guardianTwo]) expect((await who.get(path)).status).toBe(404);
    await admin.put(`${path}/teachers/${rows.omar.id}`);
    expect((await teacherTwo.get(path)).status).toBe(200);
    await admin.post(`/v1/students/${rows.sam.id}/guardians`, {
      membershipId: guardianTwo.membershipId,
      relation: 'aunt',
    });
    expect((await guardianTwo.get(path)).status).toBe(200);
    await admin.post(`${path}/enrollments`, { studentId: rows.tim.id });
    expect((await studentTwo.get(path)).status).toBe(200);
  });
});

describe('What else is open stays so', () => {
  it('to a student, its teacher and its guardian who meet in another class too', async () => {
    const { admin, teacher, student, guardian, rows } = await school();
    await admin.put(`/v1/classes/${rows.art.id}/teachers/${rows.tess.id}`);
    await admin.post(`/v1/classes/${rows.art.id}/enrollments`, { studentId: rows.sam.id });
    await admin.delete(`/v1/classes/${rows.maths.id}`);
    for (const client of [teacher, student, guardian]) {
      expect((await client.get(`/v1/classes/${rows.art.id}`)).status).toBe(200);
      expect((await client.get(`/v1/students/${rows.sam.id}`)).status).toBe(200);
    }
    expect((await guardian.get(`/v1/teachers/${rows.tess.id}`)).status).toBe(200);
    expect((await teacher.get(`/v1/students/${rows.tim.id}`)).status).toBe(200);
    for (const client of [student, guardian])
      expect((await client.get(`/v1/students/${rows.tim.id}`)).status).toBe(404);
  });
});

describe('Who a member is closes with the next request', () => {
  it('an archived student is nobody, and itself again when it is restored', async () => {
    const { admin, student, rows } = await school();
    const path = `/v1/students/${rows.sam.id}`;
    expect((await student.get(path)).status).toBe(200);
    await admin.delete(path);
    expect((await student.get(path)).status).toBe(404);
    expect((await student.patch(path, { phone: '+44 1' })).status).toBe(404);
    expect((await student.get('/v1/students')).body.data).toEqual([]);
    await admin.delete(`${path}/archival`);
    expect((await student.get(path)).status).toBe(200);
  });

  it('a suspended member is refused, and its role is not believed from the token', async () => {
    const { admin, teacher, rows } = await school();
    expect((await teacher.get('/v1/classes')).status).toBe(200);
    await admin.patch(`/v1/members/${teacher.membershipId}`, { status: 'suspended' });
    expect((await teacher.get('/v1/classes')).status).toBe(401);

    const second = await member('Second', { schoolId: rows.schoolId, role: 'admin' });
    expect((await second.get('/v1/members')).status).toBe(200);
    await admin.patch(`/v1/members/${second.membershipId}`, { role: 'guardian' });
    expect((await second.get('/v1/members')).status).toBe(401);
    expect((await second.forget().get('/v1/members')).status).toBe(403);
  });

  it('a role that the database changed, not the API, is felt as well', async () => {
    const { admin, rows } = await school();
    const { database } = await app();
    const second = await member('Second', { schoolId: rows.schoolId, role: 'admin' });
    expect((await second.get('/v1/members')).status).toBe(200);
    await database.membership.update({ where: { id: second.membershipId }, data: { role: 'guardian' } });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await second.get('/v1/members')).status).toBe(401);
    expect((await admin.get('/v1/members')).status).toBe(200);
  });
});
