import { app } from '../support/app.js';
import { school } from '../support/school.js';

const PHONE = '+44 20 7946 0002';
const basic = ['createdAt', 'familyName', 'givenName', 'id', 'preferredName', 'subjects', 'updatedAt'];

it('a broad rule and a narrow one are told apart row by row in one list', async () => {
  const { teacher, rows } = await school();
  const shown = new Map((await teacher.all('/v1/teachers')).map((row) => [row.id, Object.keys(row).sort()]));
  expect(shown.get(rows.omar.id)).toEqual(basic);
  expect(shown.get(rows.tess.id)).toEqual([...basic, 'email', 'hiredOn', 'phone', 'staffNumber'].sort());
});

it('a broad rule and a narrow one do not lend each other what may be written', async () => {
  const { teacher, rows } = await school();
  const { database } = await app();
  expect((await teacher.patch(`/v1/teachers/${rows.omar.id}`, { phone: '+44 1' })).status).toBe(403);
  expect(
    (await teacher.patch(`/v1/teachers/${rows.tess.id}`, { phone: '+44 1', givenName: 'Ada' })).body.errors,
  ).toMatchObject([{ pointer: '/givenName' }]);
  expect(await database.teacher.findMany({ where: { schoolId: rows.schoolId }, select: { phone: true } })).toEqual([
    { phone: PHONE },
    { phone: PHONE },
  ]);
});
