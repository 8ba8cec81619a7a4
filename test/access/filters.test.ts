import { requireReadable } from '../../apps/api/src/access/readable-fields.js';
import type { Cursors } from '../../apps/api/src/common/cursors.js';
import { Pages } from '../../apps/api/src/common/pages.js';
import { students } from '../../apps/api/src/students/student.view.js';
import { app } from '../support/app.js';
import { callerOf } from '../support/caller.js';
import { school } from '../support/school.js';

/* No list of today has a filter or a sort of a field that is hidden from someone, so HTTP can't show what would become of one. */

async function stage() {
  const { teacher, admin, rows } = await school();
  return {
    tess: callerOf(teacher, 'teacher', rows.schoolId, { teacherId: rows.tess.id }),
    overseer: callerOf(admin, 'admin', rows.schoolId),
    sam: rows.sam,
  };
}

const hiddenFrom = (parameter: string) =>
  expect.objectContaining({
    type: 'forbidden',
    extras: { errors: [{ parameter, code: 'forbidden', message: 'You may not read this field.' }] },
  });

it('refuses a filter or a sort by a field that some rule of the caller hides, and names the parameter', async () => {
  const { tess, overseer } = await stage();
  for (const field of ['medicalNotes', 'address', 'phone', 'email', 'archivedAt', ''])
    expect(() => requireReadable(tess, 'Student', field, 'sort')).toThrow(hiddenFrom('sort'));
  // A teacher reads its own phone number, and nobody else's: a list of all would tell of the others.
  expect(() => requireReadable(tess, 'Teacher', 'phone', 'q')).toThrow(hiddenFrom('q'));
  requireReadable(tess, 'Student', 'birthDate', 'sort');
  requireReadable(overseer, 'Student', 'medicalNotes', 'sort');
});

it('asks for every filter that is given: for the field of its name, or those it speaks of', async () => {
  const { tess, overseer, sam } = await stage();
  const { prisma } = await app();
  const list = (caller: typeof tess, query: object, filters?: Record<string, string[]>) =>
    new Pages({} as Cursors).find(caller, prisma.student, {
      view: students,
      query,
      sort: 'familyName',
      where: [{ id: sam.id }],
      filters,
    });
  await expect(list(tess, { phone: '1' })).rejects.toThrow(hiddenFrom('phone'));
  await expect(list(tess, { q: 'nuts' }, { q: ['givenName', 'medicalNotes'] })).rejects.toThrow(hiddenFrom('q'));
  await expect(list(tess, { sort: 'address' })).rejects.toThrow(hiddenFrom('sort'));
  const asked = [
    list(overseer, { phone: '1' }),
    list(tess, { phone: undefined, limit: 5 }),
    list(tess, { q: 'Sam' }, { q: ['givenName'] }),
    list(tess, { classId: '1' }, { classId: [] }),
  ];
  for (const { data } of await Promise.all(asked)) expect(data).toMatchObject([{ id: sam.id }]);
});
