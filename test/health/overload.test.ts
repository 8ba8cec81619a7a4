import pg from 'pg';
import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { eventually } from '../support/eventually.js';
import { anonymous, school } from '../support/school.js';

it('answers 503 once no connection to the database is free, and serves the others when one is', async () => {
  const { config } = await app();
  const { admin } = await school();
  await admin.get('/v1/me');
  const locker = new pg.Client({ connectionString: config.databaseUrl });
  await locker.connect();
  await locker.query('BEGIN; LOCK TABLE "Student" IN ACCESS EXCLUSIVE MODE');

  const started = Date.now();
  let refused = 0;
  const answers = Array.from({ length: 30 }, async () => {
    const answer = await admin.get('/v1/students');
    if (answer.status !== 503) return answer;
    // With the last refusal the others get their way.
    if (++refused === 20) await locker.query('COMMIT');
    return answer;
  });
  expect((await anonymous.get('/livez')).status).toBe(200);
  const done = await Promise.all(answers);
  await locker.end();

  const failed = done.filter(({ status }) => status === 503);
  failed.forEach((answer) => expectProblem(answer, 503));
  expect(failed.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
  expect([failed.length, done.filter(({ status }) => status === 200).length]).toEqual([20, 10]);
  expect(Date.now() - started).toBeLessThan(9_000);
  expect((await admin.get('/v1/students')).status).toBe(200);
  await eventually(async () => (await anonymous.get('/readyz')).status === 200);
});
