import { givenNames } from './names.js';
import type { School } from './school.js';
import type { DemoStudent } from './students.js';

const relations = ['parent', 'parent', 'parent', 'grandparent', 'foster carer'];

/** The guardians of the plan's students, then those of other families, as many as the school has. */
export function addGuardians(school: School, students: DemoStudent[]): void {
  const { plan } = school;
  plan.students.forEach(({ guardian }, index) => {
    guard(school, school.join(guardian, 'guardian'), [students[index]!], guardian.relation);
  });
  const families = familiesOf(students.filter(({ planned }) => !planned));
  for (let index = 0; index < plan.counts.guardians; index += 1) {
    // Every fourth is the second guardian of the family before.
    addGuardian(school, index, families[index - Math.floor((index + 1) / 4)]!);
  }
}

function familiesOf(students: DemoStudent[]): DemoStudent[][] {
  return [...new Set(students.map(({ household }) => household))].map((home) =>
    students.filter(({ household }) => household === home),
  );
}

/** A few have not accepted their invitation, and one is suspended. None of them can log in: nobody has their passwords. */
function addGuardian(school: School, index: number, children: DemoStudent[]): void {
  const { random } = school.records;
  const name = { givenName: random.pick(givenNames), familyName: children[0]!.familyName };
  const guardian = { ...name, email: school.records.address(name, 'families.example') };
  const status = index === 8 ? 'suspended' : 'active';
  const membershipId =
    index % 6 === 5 ? school.invite(guardian, 'guardian') : school.join(guardian, 'guardian', { status });
  guard(school, membershipId, children, random.pick(relations));
}

function guard({ id, records }: School, membershipId: string, children: DemoStudent[], relation: string): void {
  for (const child of children) {
    records.guardianships.push({ ...records.stamp(), schoolId: id, studentId: child.id, membershipId, relation });
  }
}
