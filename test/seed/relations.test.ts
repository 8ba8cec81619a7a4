import { loadDemo } from '../../prisma/seed/demo.js';
import { createDatabase } from '../support/database.js';
import { as, idsOf, serveDemo, total } from '../support/demo.js';

beforeAll(async () => {
  const databaseUrl = await createDatabase();
  await loadDemo(databaseUrl);
  await serveDemo(databaseUrl);
});

describe('The relations of the demo data', () => {
  it.each(['northwood.example', 'two@northwood.example', 'lakeside.example'])('link those of %s', async (place) => {
    const of = (who: string) => as(place.includes('@') ? `${who}.${place}` : `${who}@${place}`);
    const [studentId, ...others] = await idsOf(of('student'), '/v1/students');
    expect(others).toEqual([]);
    expect(await idsOf(of('teacher'), '/v1/students')).toContain(studentId);
    expect(await idsOf(of('guardian'), '/v1/students')).toEqual([studentId]);
  });

  it.each(['teacher', 'student', 'guardian'])('give %s and the second one no class in common', async (who) => {
    const one = await idsOf(as(`${who}@northwood.example`), '/v1/classes');
    const two = await idsOf(as(`${who}.two@northwood.example`), '/v1/classes');
    expect(new Set([...one, ...two]).size).toBe(one.length + two.length);
    expect(one.length * two.length).toBeGreaterThan(0);
  });

  it('keep each of the two teachers away from the other one’s student', async () => {
    const [one] = await idsOf(as('student@northwood.example'), '/v1/students');
    const [two] = await idsOf(as('student.two@northwood.example'), '/v1/students');
    expect((await as('teacher@northwood.example').get(`/v1/students/${two}`)).status).toBe(404);
    expect((await as('teacher.two@northwood.example').get(`/v1/students/${one}`)).status).toBe(404);
  });

  it('let student.two read one of the two drafts of teacher, and student none', async () => {
    const teacher = as('teacher@northwood.example');
    const me = (await teacher.get('/v1/me')).body.membership.id;
    const drafts = await idsOf(teacher, `/v1/articles?status=draft&authorId=${me}`);
    const shared = await idsOf(as('student.two@northwood.example'), '/v1/articles?status=draft');
    expect([shared.length, drafts.length]).toEqual([1, 2]);
    for (const id of drafts)
      expect(await idsOf(teacher, `/v1/articles/${id}/shares`)).toHaveLength(shared[0] === id ? 1 : 0);
    expect(await idsOf(as('student@northwood.example'), '/v1/articles?status=draft')).toEqual([]);
  });

  it('are told in articles of every kind, published and not', async () => {
    const admin = as('admin@northwood.example');
    for (const audience of ['school', 'staff', 'class']) {
      expect(await idsOf(admin, `/v1/articles?audience=${audience}&status=draft`)).not.toEqual([]);
      expect(await idsOf(admin, `/v1/articles?audience=${audience}&status=published`)).not.toEqual([]);
    }
    expect(await idsOf(as('student@northwood.example'), '/v1/articles?audience=class')).not.toEqual([]);
  });

  it('leave some values null, fill every grade, and every class with 10 to 28 students', async () => {
    const admin = as('admin@northwood.example');
    const students = await admin.all('/v1/students');
    for (const property of ['preferredName', 'gradeLevel', 'birthDate', 'email', 'phone', 'address', 'medicalNotes']) {
      const empty = students.filter((student) => student[property] === null).length;
      expect([property, empty > 0 && empty < students.length]).toEqual([property, true]);
    }
    expect(new Set(students.map(({ gradeLevel }) => gradeLevel)).size).toBe(15);
    for (const { id, name } of await admin.all('/v1/classes')) {
      const current = await total(admin, `/v1/classes/${id}/enrollments`);
      expect([name, current >= 10 && current <= 28]).toEqual([name, true]);
    }
  });
});
