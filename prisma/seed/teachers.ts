import { familyNames, givenNames, preferredNames } from './names.js';
import type { Person } from './plan.js';
import { day } from './records.js';
import type { School } from './school.js';

export interface DemoTeacher {
  id: string;
  membershipId: string;
}

/** The teachers of the plan and as many more as the school has; each is a member. */
export function addTeachers(school: School): DemoTeacher[] {
  const { plan } = school;
  return Array.from({ length: plan.counts.teachers }, (_, index) => addTeacher(school, index, plan.teachers[index]));
}

function addTeacher(school: School, index: number, planned?: Person): DemoTeacher {
  const { records, plan } = school;
  const { random } = records;
  const drawn = planned ?? { givenName: random.pick(givenNames), familyName: random.pick(familyNames) };
  const { givenName, familyName, email = records.address(drawn, school.domain) } = drawn;
  const teacher = {
    ...records.stamp(),
    schoolId: school.id,
    staffNumber: `${plan.letter}T-${String(index + 1).padStart(3, '0')}`,
    givenName,
    familyName,
    preferredName: planned ? null : random.nullFor(70, random.pick(preferredNames)),
    subjects: subjectsOf(school, index),
    email: planned ? email : random.nullFor(10, email),
    phone: random.nullFor(15, school.phone()),
    hiredOn: random.nullFor(10, day(`${2004 + random.below(22)}-${random.pick(['01-07', '09-01'])}`)),
  };
  records.teachers.push(teacher);
  const membershipId = school.join({ givenName, familyName, email }, 'teacher', { teacherId: teacher.id });
  return { id: teacher.id, membershipId };
}

/** Those of the classes; who teaches the younger ones all subjects names some of them, or none. */
function subjectsOf({ records: { random }, plan }: School, index: number): string[] {
  const taught = plan.classes.filter(({ teachers }) => teachers.includes(index)).map(({ subject }) => subject);
  const subjects = [...new Set(taught)].filter((subject) => subject !== null);
  return subjects.length > 0 ? subjects : random.pick([[], ['Reading', 'Mathematics'], ['Art', 'Reading'], ['Sport']]);
}
