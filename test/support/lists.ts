import { app, unique } from './app.js';
import { type Actor, articleRow, member, operator, school, studentRow, teacherRow } from './school.js';

/** Sort keys of nine rows, in no order: with duplicates, and letters that sort otherwise by their code. */
const names = ['Moreau', 'Ade', 'Zola', 'Moreau', 'Ábel', 'moreau', 'Zola', 'Moreau', 'Åkerman'];
const grades = [7, null, 0, 7, null, 13, 7, null, 0];
const moment = (at: number) => new Date(Date.UTC(2026, 0, 1 + (at % 3)));
const published = (at: number) => ({ status: 'published' as const, publishedAt: moment(at) });

/** A school whose every list has at least nine rows, with duplicate keys, and null ones where a key can be null. */
export async function longLists() {
  const { admin, teacher, student, rows } = await school();
  const { schoolId, maths, sam } = rows;
  const { database } = await app();
  const draft = await articleRow(admin, schoolId);
  const people: Actor[] = [];
  for (const [at, name] of names.entries()) {
    const createdAt = moment(at);
    const pupil = await studentRow(schoolId, name, { familyName: name, gradeLevel: grades[at], createdAt });
    await teacherRow(schoolId, name, { familyName: name, createdAt });
    await database.class.create({ data: { schoolId, name, createdAt } });
    await database.term.create({ data: { schoolId, name, startsOn: createdAt, endsOn: new Date('2027-01-01') } });
    await database.enrollment.create({
      data: { schoolId, classId: maths.id, studentId: pupil.id, enrolledOn: createdAt, createdAt },
    });
    const guardian = await member('Guardian', { schoolId, role: 'guardian' });
    people.push(guardian);
    const { membershipId } = guardian;
    await database.membership.update({ where: { id: membershipId }, data: { createdAt } });
    await database.guardianship.create({
      data: { schoolId, studentId: sam.id, membershipId, relation: 'aunt', createdAt },
    });
    await articleRow(admin, schoolId, { title: name, createdAt, ...(at % 2 ? published(at) : {}) });
    await database.articleShare.create({ data: { schoolId, articleId: draft.id, membershipId, createdAt } });
    await database.school.create({ data: { name, slug: unique('more') } });
  }
  const nested = {
    enrollments: `/v1/classes/${maths.id}/enrollments`,
    guardians: `/v1/students/${sam.id}/guardians`,
    shares: `/v1/articles/${draft.id}/shares`,
  };
  return { admin, teacher, student, operator: await operator(), rows, nested };
}
