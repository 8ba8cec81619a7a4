import { app, startApp } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { Client, type RequestOptions } from '../support/client.js';
import { ABSENT, anonymous, articleRow, school } from '../support/school.js';

/* Size and syntax, 429, 401, 403 by role, 400, 404 or 403 by row, 412, 409: each is found while all that come later are wrong too. */

const stale = { headers: { 'if-match': '"99"' } };
const tooLarge: RequestOptions = { raw: ' '.repeat(102_401) };
const notJson: RequestOptions = { raw: 'a=1', headers: { 'content-type': 'text/plain' } };
const broken: RequestOptions = { raw: '{"a":' };

/** Clients of a server on the same database where one request is all that each of them has. */
async function exhausted() {
  const { config } = await app();
  const one = [{ limit: 1, seconds: 3_600 }];
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    rateLimits: { user: one, anonymous: one, login: one },
  });
  const { student, rows } = await school();
  const [nobody, pupil] = [
    new Client(async () => url),
    new Client(
      async () => url,
      () => student.accessToken(),
    ),
  ];
  await nobody.get('/v1/me');
  await pupil.get('/v1/me');
  return { nobody, pupil, rows };
}

it('size and syntax come before 429', async () => {
  const { nobody, pupil } = await exhausted();
  for (const client of [nobody, pupil]) {
    expectProblem(await client.post('/v1/students', undefined, tooLarge), 413);
    expectProblem(await client.post('/v1/students', undefined, notJson), 415);
    expectProblem(await client.post('/v1/students', undefined, broken), 400);
    expectProblem(await client.get('/v1/students/%00'), 400);
  }
});

it('429 comes before 401, 403, 400, 404 and 405', async () => {
  const { nobody, pupil, rows } = await exhausted();
  for (const client of [nobody, pupil]) {
    for (const answer of [
      await client.get('/v1/students'),
      await client.post('/v1/students', { unknown: 1 }),
      await client.get('/v1/students/7'),
      await client.patch(`/v1/students/${rows.tim.id}`, { phone: '+44 1' }),
    ]) {
      expectProblem(answer, 429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  }
  expect((await nobody.get('/livez')).status).toBe(200);
});

it('401 comes before 403, 400 and 404', async () => {
  expectProblem(await anonymous.post('/v1/students', { unknown: 1 }), 401);
  expectProblem(await anonymous.get('/v1/students?limit=0'), 401);
  expectProblem(await anonymous.get('/v1/students/7'), 401);
  expectProblem(await anonymous.patch(`/v1/students/${ABSENT}`, {}, stale), 401);
});

it('403 by role comes before 400 and 404', async () => {
  const { student, teacher } = await school();
  expectProblem(await student.post('/v1/students', { unknown: 1 }), 403);
  expectProblem(await student.get('/v1/teachers?limit=0'), 403);
  expectProblem(await student.get('/v1/teachers/7'), 403);
  expectProblem(await teacher.delete(`/v1/students/${ABSENT}`, stale), 403);
});

it('400 comes before 404, 403 by row and 412', async () => {
  const { admin, student, teacher, rows } = await school();
  expectProblem(await admin.patch(`/v1/students/${ABSENT}`, { unknown: 1 }), 400);
  expectProblem(await student.patch(`/v1/students/${rows.tim.id}`, { phone: 7 }), 400);
  expectProblem(await student.patch(`/v1/students/${rows.sam.id}`, { givenName: 7 }), 400);
  expectProblem(await teacher.patch(`/v1/classes/${rows.maths.id}`, { name: '' }, stale), 400);
  expectProblem(await admin.get(`/v1/students/${ABSENT}?expand=all`), 400);
});

it('404 and 403 by row come before 412', async () => {
  const { admin, student, teacher, rows } = await school();
  expectProblem(await admin.patch(`/v1/students/${ABSENT}`, { phone: '+44 1' }, stale), 404);
  expectProblem(await student.patch(`/v1/students/${rows.tim.id}`, { phone: '+44 1' }, stale), 404);
  expect(expectProblem(await student.patch(`/v1/students/${rows.sam.id}`, { givenName: 'Sam' }, stale), 403)).toEqual([
    '/givenName forbidden',
  ]);
  const article = await articleRow(admin, rows.schoolId, { status: 'published', publishedAt: new Date() });
  expectProblem(await teacher.patch(`/v1/articles/${article.id}`, { title: 'Mine' }, stale), 403);
});

it('412 comes before 409', async () => {
  const { admin, rows } = await school();
  const path = `/v1/students/${rows.sam.id}`;
  const taken = { studentNumber: rows.tim.studentNumber };
  expectProblem(await admin.patch(path, taken, stale), 412);
  expectProblem(await admin.patch(path, taken, { headers: { 'if-match': '"1"' } }), 409);
  expect((await admin.get(path)).headers.get('etag')).toBe('"1"');
});
