import { familyNames, givenNames, medicalNotes, preferredNames, streets } from './names.js';
import type { Person } from './plan.js';
import type { School } from './school.js';

interface NewStudent extends Person {
  gradeLevel: number | null;
  status: 'active' | 'graduated' | 'withdrawn';
  household: Household;
  /** Named by the school's plan, not drawn. */
  planned: boolean;
}

export interface DemoStudent extends NewStudent {
  id: string;
  /** Of those who can log in. */
  membershipId?: string;
}

/** Who lives together: brothers and sisters. */
interface Household {
  familyName: string;
  address: string;
}

const GRADES = 14;

/** The students of the plan and as many more as the school has. Every sixth is a sibling of the one before. */
export function addStudents(school: School): DemoStudent[] {
  const { plan, records } = school;
  const students = plan.students.map((person, index) => addPlanned(school, index + 1, person));
  while (students.length < plan.counts.students) {
    const isSibling = students.length % 6 === 3;
    const home = isSibling ? students.at(-1)!.household : household(school, records.random.pick(familyNames));
    const number = students.length + 1;
    students.push(addStudent(school, number, drawn(school, number, home)));
  }
  return students;
}

function addPlanned(school: School, number: number, person: Person & { gradeLevel: number }): DemoStudent {
  const home = household(school, person.familyName);
  const student = addStudent(school, number, { ...person, status: 'active', household: home, planned: true });
  const { email } = person;
  if (!email) return student;
  return { ...student, membershipId: school.join({ ...person, email }, 'student', { studentId: student.id }) };
}

function household({ records: { random }, plan }: School, familyName: string): Household {
  return { familyName, address: `${1 + random.below(120)} ${random.pick(streets)}\n${plan.town}` };
}

/** Mostly active; who has graduated has no grade any more, and a few have none yet. */
function drawn({ records: { random } }: School, number: number, home: Household): NewStudent {
  const status = number % 40 === 17 ? 'graduated' : number % 24 === 11 ? 'withdrawn' : 'active';
  const gradeLevel = status === 'graduated' || number % 30 === 7 ? null : number % GRADES;
  const { familyName } = home;
  return { givenName: random.pick(givenNames), familyName, gradeLevel, status, household: home, planned: false };
}

function addStudent(school: School, number: number, student: NewStudent): DemoStudent {
  const { records, plan } = school;
  const { random } = records;
  const { givenName, familyName, gradeLevel, status, planned } = student;
  const { email = records.address(student, school.domain) } = student;
  // The plan's students have everything, so that it shows what each role sees of them.
  const absentFor = <T>(percent: number, value: T) => random.nullFor(planned ? 0 : percent, value);
  const row = {
    ...records.stamp(),
    schoolId: school.id,
    studentNumber: `${plan.letter}-${String(number).padStart(4, '0')}`,
    givenName,
    familyName,
    preferredName: absentFor(60, random.pick(preferredNames)),
    gradeLevel,
    status,
    birthDate: absentFor(8, birthDate(gradeLevel ?? (status === 'graduated' ? GRADES : 0), random.below(365))),
    email: absentFor(12, email),
    phone: absentFor(25, school.phone()),
    address: absentFor(8, student.household.address),
    medicalNotes: absentFor(85, random.pick(medicalNotes)),
  };
  records.students.push(row);
  return { ...student, id: row.id };
}

/** Grade 0 begins in September after the fourth birthday. */
function birthDate(grade: number, days: number): Date {
  return new Date(Date.UTC(2021 - grade, 8, 1 + days));
}
