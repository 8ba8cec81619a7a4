import type { ArticleView } from '../../apps/client/src/generated/types.gen.js';
import { dataOf, ProblemError } from '../../apps/client/src/problem.js';
import { unique } from '../support/app.js';
import { mailTo, tokenOf } from '../support/mail.js';
import { startProcess } from '../support/process.js';
import { school } from '../support/school.js';
import { homeroom, homeroomOf } from './homeroom.js';

const password = 'seven quiet herons at dawn';

it('a teacher is invited, accepts, writes, shares and publishes, and is suspended', async () => {
  const { url } = await startProcess();
  const { admin, student, studentTwo, rows } = await school();
  const { client: office } = await homeroomOf(admin, url);
  const { client: sam } = await homeroomOf(student, url);
  const { client: tim } = await homeroomOf(studentTwo, url);
  const { client: nora } = await homeroom(url);
  const email = `${unique('nora')}@school.example`;

  // The office takes her on: a record, a class with a student, and an invitation, whose secret is in a mail.
  const names = { givenName: 'Nora', familyName: 'Abara' };
  const teacher = dataOf(await office.teachers.create({ body: { staffNumber: unique('T'), ...names } }));
  const latin = dataOf(await office.classes.create({ body: { name: 'Latin', teacherIds: [teacher.id] } }));
  dataOf(await office.enrollments.create({ path: { id: latin.id }, body: { studentId: rows.sam.id } }));
  const body = { email, role: 'teacher', teacherId: teacher.id } as const;
  const { id: membershipId } = dataOf(await office.invitations.create({ body }));
  const token = tokenOf(await mailTo(email));

  // She accepts it, once, and is who she was invited as.
  await expect(nora.session.logIn(email, password)).rejects.toThrow(ProblemError);
  dataOf(await nora.invitations.accept({ body: { token, password } }));
  expect((await nora.invitations.accept({ body: { token, password } })).error?.status).toBe(400);
  expect(await nora.session.logIn(email, password)).toMatchObject({ id: membershipId, role: 'teacher' });
  expect(dataOf(await nora.students.findMany()).data.map(({ id }) => id)).toEqual([rows.sam.id]);

  // She writes for her class, and for no other. Nobody reads a draft but those with whom she shares it.
  const draft = { title: 'Salvete', body: 'Welcome to Latin.', audience: 'class' } as const;
  const foreign = await nora.articles.create({ body: { ...draft, classId: rows.maths.id } });
  expect(foreign.error).toMatchObject({ status: 400, errors: [{ pointer: '/classId' }] });
  const article = dataOf(await nora.articles.create({ body: { ...draft, classId: latin.id } }));
  const path = { id: article.id };
  const read = async (client: typeof nora): Promise<ArticleView['status'] | number> => {
    const { data, error } = await client.articles.findOne({ path });
    return data?.status ?? error!.status;
  };
  expect([await read(sam), await read(tim)]).toEqual([404, 404]);
  dataOf(await nora.shares.create({ path, body: { membershipId: studentTwo.membershipId } }));
  expect([await read(sam), await read(tim)]).toEqual([404, 'draft']);
  expect((await tim.publication.publish({ path })).error?.type).toBe('/problems/forbidden');

  // Published it is for her class: Sam attends it, and Tim, with whom the draft was shared, does not.
  dataOf(await nora.publication.publish({ path }));
  expect([await read(sam), await read(tim)]).toEqual(['published', 404]);

  // Suspended she is nobody from the next request on, and cannot log in again; what she wrote stays.
  dataOf(await office.members.update({ path: { id: membershipId }, body: { status: 'suspended' } }));
  expect((await nora.articles.update({ path, body: { title: 'Valete' } })).error?.type).toBe(
    '/problems/unauthenticated',
  );
  await expect(nora.session.logIn(email, password)).rejects.toThrow(ProblemError);
  expect(dataOf(await sam.articles.findOne({ path })).title).toBe('Salvete');
});
