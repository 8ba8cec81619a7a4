import type { Action, Caller, Subject } from '../../apps/api/src/access/ability.js';
import { rows as rowsOf } from '../../apps/api/src/access/rows.js';
import { Problem } from '../../apps/api/src/common/problem.js';
import { app } from '../support/app.js';
import { callerOf } from '../support/caller.js';
import { operator, school } from '../support/school.js';
import { sources } from '../support/modules.js';

async function stage() {
  const { database } = await app();
  const mine = await school();
  const overseer = callerOf(await operator(), 'operator', null);
  const pupil = callerOf(mine.student, 'student', mine.rows.schoolId, { studentId: mine.rows.sam.id });
  return { database, overseer, pupil, ...mine };
}

describe('the one helper', () => {
  it('throws a 403 before a denied filter is made', async () => {
    const { overseer, pupil } = await stage();
    const never: [Caller, Action, Subject][] = [
      [overseer, 'read', 'Student'],
      [pupil, 'read', 'Teacher'],
      [pupil, 'create', 'Student'],
      [pupil, 'update', 'Class'],
      [pupil, 'read', 'Membership'],
      [pupil, 'read', 'ClassTeacher'],
    ];
    for (const [caller, action, subject] of never) {
      expect(() => rowsOf(caller, action, subject)).toThrow(Problem);
      expect(() => rowsOf(caller, action, subject, ['id'])).toThrow(expect.objectContaining({ type: 'forbidden' }));
    }
  });

  it('matches no row by a field that no rule covers, whatever stands beside it', async () => {
    const { database, pupil, rows } = await stage();
    const own = (...fields: string[]) =>
      database.student.findMany({ where: rowsOf(pupil, 'update', 'Student', fields), select: { id: true } });
    expect(await own()).toEqual([{ id: rows.sam.id }]);
    expect(await own('phone', 'preferredName')).toEqual([{ id: rows.sam.id }]);
    for (const field of [
      'medicalNotes',
      'givenName',
      'schoolId',
      'archivedAt',
      'id',
      'nothing',
      '__proto__',
      'constructor',
      '',
    ]) {
      expect([field, await own(field), await own('phone', field)]).toEqual([field, [], []]);
    }
    const where = { AND: [rowsOf(pupil, 'update', 'Student', ['medicalNotes']), { id: rows.sam.id }] };
    expect(await database.student.updateMany({ where, data: { medicalNotes: 'None' } })).toEqual({ count: 0 });
  });

  it('alone makes filters, and they stay out of includes, selects and upserts', () => {
    const files = sources('apps/api/src');
    const using = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
    expect(using(/\baccessibleBy\(/)).toEqual(['apps/api/src/access/rows.ts']);
    expect(using(/\.upsert\(\{[^;]*\brows\(/s)).toEqual([]);
    expect(using(/\b(include|select): \{[^;]*where: [^;]*\brows\(/s)).toEqual([]);
    expect(using(/\bcursor: \{ id/)).toEqual([]);
  });
});
