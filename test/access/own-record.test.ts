import { app } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { Actor, articleRow, member, published, school } from '../support/school.js';

const lists = ['students', 'teachers', 'classes', 'articles', 'terms'] as const;
const counts = async (who: Actor) => {
  const answers = lists.map(
    async (list) => [list, (await who.get(`/v1/${list}?include=total`)).body.page?.total ?? 'refused'] as const,
  );
  return Object.fromEntries(await Promise.all(answers));
};

describe('A member without a record of its own', () => {
  it('owns nothing by it: neither what is nobody’s nor what is everybody’s', async () => {
    const { rows, admin } = await school();
    await articleRow(admin, rows.schoolId, { ...published, audience: 'class', classId: rows.maths.id });
    const [teacher, student] = await Promise.all(
      (['teacher', 'student'] as const).map((role) => member('Nobody', { schoolId: rows.schoolId, role })),
    );
    const guardian = await member('Nobody', { schoolId: rows.schoolId, role: 'guardian' });
    expect(await counts(teacher!)).toEqual({ students: 0, teachers: 2, classes: 0, articles: 0, terms: 1 });
    expect(await counts(student!)).toEqual({ students: 0, teachers: 'refused', classes: 0, articles: 0, terms: 1 });
    expect(await counts(guardian)).toEqual({ students: 0, teachers: 0, classes: 0, articles: 0, terms: 1 });
    expect(await expectRefused(() => teacher!.patch(`/v1/teachers/${rows.tess.id}`, { phone: '+44 1' }), 403)).toEqual([
      '/phone forbidden',
    ]);
    await expectRefused(() => student!.patch(`/v1/students/${rows.sam.id}`, { phone: '+44 1' }), 404);
  });
});

describe('A user with two memberships', () => {
  it('is in each school what it is there, and nothing of the other', async () => {
    const [here, elsewhere] = [await school(), await school()];
    const { database } = await app();
    const { guardian } = elsewhere;
    const teaching = await database.membership.create({
      data: { schoolId: here.rows.schoolId, userId: guardian.userId, role: 'teacher', status: 'active' },
    });
    await here.admin.post('/v1/teachers', { staffNumber: 'T-1', givenName: 'Both', familyName: 'Ways' });
    const { body } = await guardian.post('/v1/auth/switch', { membershipId: teaching.id });
    const asTeacher = { headers: { authorization: `Bearer ${body.accessToken}` } };

    expect((await guardian.get('/v1/school')).body.id).toBe(elsewhere.rows.schoolId);
    expect((await guardian.get('/v1/school', asTeacher)).body.id).toBe(here.rows.schoolId);
    expect((await guardian.get(`/v1/students/${elsewhere.rows.sam.id}`)).status).toBe(200);
    expect((await guardian.get(`/v1/students/${elsewhere.rows.sam.id}`, asTeacher)).status).toBe(404);
    expect((await guardian.get('/v1/teachers?include=total', asTeacher)).body.page.total).toBe(3);
    for (const options of [undefined, asTeacher])
      expect((await guardian.get(`/v1/students/${here.rows.sam.id}`, options)).status).toBe(404);
  });

  it('is not a teacher where it is a guardian of the same school', async () => {
    const { admin, guardian, rows } = await school();
    const { database } = await app();
    const draft = await articleRow(admin, rows.schoolId, { ...published, audience: 'staff' });
    const teaching = await database.membership.create({
      data: { schoolId: rows.schoolId, userId: guardian.userId, role: 'teacher', status: 'active' },
    });
    const { body } = await guardian.post('/v1/auth/switch', { membershipId: teaching.id });
    const asTeacher = { headers: { authorization: `Bearer ${body.accessToken}` } };
    expect((await guardian.get(`/v1/articles/${draft.id}`, asTeacher)).status).toBe(200);
    expect((await guardian.get(`/v1/articles/${draft.id}`)).status).toBe(404);
    expect((await guardian.get(`/v1/students/${rows.sam.id}`)).status).toBe(200);
    expect((await guardian.get(`/v1/students/${rows.sam.id}`, asTeacher)).status).toBe(404);
  });
});
