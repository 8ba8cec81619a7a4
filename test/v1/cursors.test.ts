import { expectProblem } from '../support/assertions.js';
import { longLists } from '../support/lists.js';
import { type Actor, member } from '../support/school.js';

let long: Awaited<ReturnType<typeof longLists>>;
let second: Actor;
beforeAll(async () => {
  long = await longLists();
  second = await member('Second', { schoolId: long.rows.schoolId, role: 'admin' });
});

const cursorOf = async (path: string) => (await long.admin.get(path)).body.page.nextCursor as string;
const continued = (path: string, cursor: string) =>
  `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;

describe('A cursor', () => {
  const from = '/v1/students?limit=2&sort=familyName&status=active';

  it('goes on with the query and the caller that it came from', async () => {
    const { status, body } = await long.admin.get(continued(from, await cursorOf(from)));
    expect(status).toBe(200);
    expect(body.data).toHaveLength(2);
  });

  it.each([
    '/v1/students?limit=2&sort=-familyName&status=active',
    '/v1/students?limit=2&sort=studentNumber&status=active',
    '/v1/students?limit=2&status=active&sort=familyName&gradeLevel=7',
    '/v1/students?limit=2&sort=familyName&status=withdrawn',
    '/v1/students?limit=2&sort=familyName',
    '/v1/students?limit=2&sort=familyName&status=active&q=a',
    '/v1/students?limit=2&sort=familyName&status=active&archived=true',
    '/v1/teachers?limit=2&sort=familyName',
    '/v1/articles?limit=2',
  ])('is a 400 on %s', async (path) => {
    expect(expectProblem(await long.admin.get(continued(path, await cursorOf(from))), 400)).toEqual(['cursor cursor']);
  });

  it('is a 400 on the same list of another class', async () => {
    const { nested, rows, admin } = long;
    const cursor = await cursorOf(`${nested.enrollments}?limit=2`);
    expectProblem(await admin.get(continued(`/v1/classes/${rows.art.id}/enrollments?limit=2`, cursor)), 400);
  });

  it('is a 400 for anybody else, also of the same school and role', async () => {
    const cursor = await cursorOf(from);
    expectProblem(await second.get(continued(from, cursor)), 400);
    expectProblem(await long.teacher.get(continued(from, cursor)), 400);
  });

  it('outlives a new login', async () => {
    const cursor = await cursorOf(from);
    expect((await long.admin.forget().get(continued(from, cursor))).status).toBe(200);
  });

  it('is a 400 when it was changed in any place', async () => {
    const cursor = await cursorOf(from);
    const changed = [...cursor].map(
      (letter, at) => cursor.slice(0, at) + (letter === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
    );
    const others = [
      '',
      '.',
      'x',
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}.`,
      `${cursor} `,
      cursor.toUpperCase(),
      // As long as a right one, but not in bytes.
      `${cursor.slice(0, -1)}é`,
      cursor.repeat(20),
    ];
    for (const text of [...changed, ...others]) {
      const { status } = await long.admin.get(continued(from, text));
      expect([text, status]).toEqual([text, 400]);
    }
  });

  it('is a 400 when it is given twice', async () => {
    const cursor = await cursorOf(from);
    expectProblem(await long.admin.get(continued(continued(from, cursor), cursor)), 400);
  });
});
