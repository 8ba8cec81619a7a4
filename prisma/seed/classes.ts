import type { ClassPlan } from './plan.js';
import { day } from './records.js';
import type { School } from './school.js';
import type { DemoStudent } from './students.js';
import type { DemoTeacher } from './teachers.js';

export interface DemoClass {
  id: string;
  subject: string | null;
  teachers: DemoTeacher[];
}

const terms = [
  { name: 'Autumn 2026', startsOn: day('2026-09-01'), endsOn: day('2026-12-18') },
  { name: 'Spring 2027', startsOn: day('2027-01-05'), endsOn: day('2027-03-26') },
  { name: 'Summer 2027', startsOn: day('2027-04-12'), endsOn: day('2027-07-21') },
];
const [firstDay, changeDay] = [day('2026-09-01'), day('2026-10-05')];

/** The terms, and the plan's classes with those who teach and those who attend them. */
export function addClasses(school: School, teachers: DemoTeacher[], students: DemoStudent[]): DemoClass[] {
  const { id: schoolId, records, plan } = school;
  const rows = terms.map((term) => ({ ...records.stamp(), schoolId, ...term }));
  records.terms.push(...rows);
  return plan.classes.map((planned) => {
    const { name, subject, room, description, term } = planned;
    const termId = term === null ? null : rows[term]!.id;
    const row = { ...records.stamp(), schoolId, name, subject, room, description, termId };
    records.classes.push(row);
    const assigned = planned.teachers.map((index) => teachers[index]!);
    records.classTeachers.push(...assigned.map((teacher) => ({ schoolId, classId: row.id, teacherId: teacher.id })));
    enroll(school, row.id, attending(planned, students));
    return { id: row.id, subject, teachers: assigned };
  });
}

function attending({ grades: [from, to], oneIn }: ClassPlan, students: DemoStudent[]): DemoStudent[] {
  const all = students.filter(({ gradeLevel }) => gradeLevel !== null && gradeLevel >= from && gradeLevel <= to);
  return oneIn ? all.filter(({ planned }, index) => !planned && index % oneIn === 0) : all;
}

/** Who has left the school has left its classes; a few others left as well, and some of them came back. */
function enroll({ id: schoolId, records }: School, classId: string, students: DemoStudent[]): void {
  const add = (studentId: string, enrolledOn: Date, endedOn: Date | null) =>
    records.enrollments.push({ ...records.stamp(), schoolId, classId, studentId, enrolledOn, endedOn });
  students.forEach(({ id, status, planned }, index) => {
    const leaves = status === 'withdrawn' || (!planned && index % 12 === 7);
    add(id, firstDay, leaves ? changeDay : null);
    if (leaves && status === 'active' && records.random.chance(50)) add(id, day('2026-10-19'), null);
  });
}
