import fc from 'fast-check';
import { app } from '../support/app.js';
import { school } from '../support/school.js';

/*
 * The server speaks to its tables in Prisma's words, and makes the statements itself (apps/api/src/prisma). What the words mean is what
 * Prisma makes of them: the same questions, asked of Prisma's own client, have the same answers.
 */
type Words = Record<string, unknown>;
interface Asked {
  findMany(args: object): Promise<Words[]>;
  count(args: object): Promise<number>;
}

let both: { ours: Record<string, Asked>; prismas: Record<string, Asked> };
let values: Record<string, fc.Arbitrary<unknown>>;

beforeAll(async () => {
  await Promise.all([school(), school()]);
  const { database, prisma } = await app();
  const records = { givenName: 'Zoë', familyName: '100%_\\' };
  const { schoolId } = (await database.student.findFirst())!;
  await database.student.createMany({
    data: [
      { ...records, schoolId, studentNumber: '7', gradeLevel: 0, birthDate: new Date('2012-02-29') },
      { ...records, schoolId, studentNumber: '8', archivedAt: new Date('2026-03-29T01:30:00.123Z') },
    ],
  });
  both = { ours: prisma as never, prismas: database as never };
  const [students, teachers, classes] = await Promise.all([
    database.student.findMany(),
    database.teacher.findMany(),
    database.class.findMany(),
  ]);
  const known = [...students, ...teachers, ...classes] as Words[];
  const of = (column: string) =>
    fc.constantFrom(...known.map((row) => row[column]).filter((value) => value !== undefined && value !== null));
  values = Object.fromEntries(
    [
      'id',
      'schoolId',
      'familyName',
      'givenName',
      'gradeLevel',
      'status',
      'createdAt',
      'birthDate',
      'name',
      'version',
    ].map((name) => [name, of(name)]),
  );
});

const nullable = new Set(['gradeLevel', 'birthDate', 'archivedAt']);
const texts = fc.constantFrom('a', 'Sam', 'zoë', '\\%', '\\_', 'ë', '');

/** A condition on a column: a value, null, or one of the operators. */
function comparison(name: string): fc.Arbitrary<Words> {
  const value = values[name]!;
  const one = fc.oneof(
    value,
    value.map((operand) => ({ equals: operand })),
    value.map((operand) => ({ not: operand })),
    fc.array(value, { maxLength: 3 }).map((operands) => ({ in: operands })),
    ...(['status', 'id', 'schoolId'].includes(name)
      ? []
      : ['lt', 'lte', 'gt', 'gte'].map((operator) => value.map((operand) => ({ [operator]: operand })))),
    ...(['familyName', 'givenName', 'name'].includes(name)
      ? [texts.map((contains) => ({ contains, mode: 'insensitive' })), texts.map((contains) => ({ contains }))]
      : []),
    ...(nullable.has(name) ? [fc.constant(null), fc.constant({ not: null }), fc.constant({ equals: null })] : []),
    fc.constant(undefined),
  );
  return one.map((each) => ({ [name]: each }));
}

const archived = fc.constantFrom({ archivedAt: null }, { archivedAt: { not: null } }, { archivedAt: undefined });
const columnsOf: Record<string, string[]> = {
  student: ['id', 'schoolId', 'familyName', 'givenName', 'gradeLevel', 'status', 'createdAt', 'birthDate'],
  class: ['id', 'schoolId', 'name', 'version', 'createdAt'],
  enrollment: ['id', 'schoolId', 'createdAt'],
  teacher: ['id', 'schoolId', 'familyName', 'createdAt'],
  classTeacher: ['schoolId'],
};
const relationsOf: Record<string, [name: string, table: string, many: boolean][]> = {
  student: [['enrollments', 'enrollment', true]],
  class: [
    ['enrollments', 'enrollment', true],
    ['teachers', 'classTeacher', true],
  ],
  enrollment: [
    ['class', 'class', false],
    ['student', 'student', false],
  ],
  teacher: [['classes', 'classTeacher', true]],
  classTeacher: [
    ['class', 'class', false],
    ['teacher', 'teacher', false],
  ],
};

function condition(table: string, depth: number): fc.Arbitrary<Words> {
  const columns = columnsOf[table]!.map(comparison);
  const own = ['student', 'class', 'teacher'].includes(table) ? [archived as fc.Arbitrary<Words>] : [];
  const leaf = fc.oneof(...columns, ...own);
  if (depth === 0) return leaf;
  const inner = condition(table, depth - 1);
  const related = relationsOf[table]!.map(([name, other, many]) =>
    condition(other, depth - 1).map((where) => ({ [name]: many ? { some: where } : where })),
  );
  const said = leaf.filter((where) => Object.values(where).some((value) => value !== undefined));
  return fc.oneof(
    leaf,
    fc.array(inner, { maxLength: 3 }).map((AND) => ({ AND })),
    // An empty one is left out: Prisma finds every row by it in places, and ours never any (test/access/traps.test.ts).
    fc.array(said, { minLength: 1, maxLength: 3 }).map((OR) => ({ OR })),
    said.map((NOT) => ({ NOT })),
    ...related,
  );
}

const sorts = (table: string) =>
  fc.constantFrom(
    ...columnsOf[table]!.flatMap((name) => ['asc', 'desc'].map((sort) => ({ [name]: sort }))),
    ...(table === 'student' ? ['asc', 'desc'].map((sort) => ({ gradeLevel: { sort, nulls: 'last' } })) : []),
  );

it.each(['student', 'class', 'enrollment', 'teacher'])('a condition on %s finds what Prisma finds', async (table) => {
  await fc.assert(
    fc.asyncProperty(condition(table, 3), sorts(table), fc.integer({ min: 0, max: 5 }), async (where, sort, take) => {
      const args = { where, orderBy: [sort, { id: 'asc' }], take };
      const [ours, prismas] = [both.ours[table]!, both.prismas[table]!];
      expect(await ours.findMany(args)).toEqual(await prismas.findMany(args));
      expect(await ours.count({ where })).toBe(await prismas.count({ where }));
    }),
    { numRuns: 150, seed: 4 },
  );
});

it.each([
  [
    'class',
    {
      id: true,
      teachers: {
        where: { teacher: { archivedAt: null } },
        orderBy: { teacherId: 'asc' },
        select: { teacherId: true },
      },
    },
  ],
  [
    'enrollment',
    {
      endedOn: true,
      student: { select: { birthDate: true, archivedAt: true, school: { select: { createdAt: true } } } },
    },
  ],
  [
    'membership',
    { role: true, user: { select: { email: true } }, student: { select: { archivedAt: true, gradeLevel: true } } },
  ],
  ['article', { title: true, publishedAt: true, author: { select: { id: true, user: { select: { name: true } } } } }],
  ['teacher', undefined],
  ['session', undefined],
])('shows of %s what Prisma shows', async (table, select) => {
  const args = { ...(select && { select }), orderBy: { id: 'asc' } };
  const shown = await both.ours[table]!.findMany(args);
  expect(shown).toEqual(await both.prismas[table]!.findMany(args));
  expect(JSON.stringify(shown)).toBe(JSON.stringify(await both.prismas[table]!.findMany(args)));
});
