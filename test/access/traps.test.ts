import { accessibleBy } from '@casl/prisma/runtime';
import type { Action, Caller, Subject, Where } from '../../apps/api/src/access/ability.js';
import { app } from '../support/app.js';
import { callerOf } from '../support/caller.js';
import { operator, school } from '../support/school.js';

/** What the library makes of an action that the ability doesn't have: the shape that our code must never hand to a statement. */
const denied = <S extends Subject>(caller: Caller, action: Action, subject: S) =>
  accessibleBy(caller.ability, action as never).ofType(subject as never) as Where<S>;

async function stage() {
  const { database, prisma } = await app();
  const mine = await school();
  const overseer = callerOf(await operator(), 'operator', null);
  const pupil = callerOf(mine.student, 'student', mine.rows.schoolId, { studentId: mine.rows.sam.id });
  return { database, prisma, overseer, pupil, ...mine };
}

const asItWas = { givenName: 'Tess', phone: '+44 20 7946 0002', archivedAt: null };

describe('a denied filter on the one client that can be injected', () => {
  it('is an empty OR', async () => {
    const { pupil } = await stage();
    expect(denied(pupil, 'read', 'Teacher')).toEqual({ OR: [] });
  });

  it('reads nothing at the top, inside AND, or inside AND of AND', async () => {
    const { prisma, overseer, pupil } = await stage();
    for (const caller of [overseer, pupil]) {
      const none = denied(caller, 'read', 'Teacher');
      for (const where of [
        none,
        { AND: [none] },
        { AND: [{ archivedAt: null }, none] },
        { AND: [{ AND: [none] }] },
      ] as Where<'Teacher'>[]) {
        expect(await prisma.teacher.findMany({ where })).toEqual([]);
        expect(await prisma.teacher.findFirst({ where })).toBeNull();
        expect(await prisma.teacher.count({ where })).toBe(0);
      }
    }
  });

  it('changes and removes nothing', async () => {
    const { database, prisma, pupil, rows } = await stage();
    const where = { AND: [denied(pupil, 'update', 'Teacher'), { id: rows.tess.id }] } as Where<'Teacher'>;
    expect(await prisma.teacher.updateMany({ where, data: { phone: null } })).toEqual({ count: 0 });
    expect(await prisma.teacher.updateManyAndReturn({ where, data: { phone: null } })).toEqual([]);
    expect(await prisma.teacher.deleteMany({ where })).toEqual({ count: 0 });
    expect(await database.teacher.findUnique({ where: { id: rows.tess.id } })).toMatchObject(asItWas);
  });

  it('finds nothing through a relation, and shows nothing of one', async () => {
    const { prisma, pupil, rows } = await stage();
    const none = denied(pupil, 'create', 'Enrollment');
    const { id } = rows.maths;
    expect(await prisma.class.findMany({ where: { id, enrollments: { some: none } } })).toEqual([]);
    const select = { id: true, enrollments: { where: { AND: [none] }, select: { id: true } } };
    expect(await prisma.class.findMany({ where: { id }, select })).toEqual([{ id, enrollments: [] }]);
  });

  it.each([
    ['an include', { include: { enrollments: true } }],
    ['a negation of nothing', { where: { NOT: { name: undefined } } }],
    ['an alternative that lost its value', { where: { OR: [{ name: 'x' }, { id: undefined }] } }],
    ['a column that there is not', { where: { 'id" = id OR "id': 'x' } }],
    ['an operator that there is not', { where: { id: { 'IS NOT NULL OR id =': 'x' } } }],
    ['another question of a relation than some', { where: { enrollments: { none: {} } } }],
    ['a direction that there is not', { orderBy: { name: 'asc, (SELECT 1)' } }],
  ])('is not widened by %s, which is refused', async (_, args) => {
    const { prisma } = await stage();
    await expect(prisma.class.findMany(args as object)).rejects.toThrow(
      /^(A condition on Class|There is no|Class has no|Of Class)/,
    );
  });
});

it('would read every row in the client of Prisma, which the server therefore does without', async () => {
  const { database, pupil, rows } = await stage();
  const where = { AND: [denied(pupil, 'read', 'Teacher'), { schoolId: rows.schoolId }] } as Where<'Teacher'>;
  expect(await database.teacher.count({ where })).toBe(2);
});
