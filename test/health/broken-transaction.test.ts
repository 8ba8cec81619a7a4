import pg from 'pg';
import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { query } from '../support/database.js';
import { anonymous, school } from '../support/school.js';

it('answers 503 when the connection of a transaction is lost, and goes on', async () => {
  const { config } = await app();
  const { admin, rows } = await school();
  await admin.get('/v1/me');
  const locker = new pg.Client({ connectionString: config.databaseUrl });
  await locker.connect();
  await locker.query('BEGIN');
  await locker.query('SELECT FROM "Class" WHERE id = $1 FOR UPDATE', [rows.maths.id]);

  const path = `/v1/classes/${rows.maths.id}`;
  const change = admin.patch(path, { name: 'Changed' });
  const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await query(config.databaseUrl, `SELECT pg_terminate_backend(pid) ${waiting}`)).length === 0);
  expectProblem(await change, 503);
  await locker.query('ROLLBACK');
  await locker.end();

  expect((await anonymous.get('/livez')).status).toBe(200);
  expect((await admin.get(path)).body.name).toBe(rows.maths.name);
  expect((await admin.patch(path, { name: 'Changed' })).status).toBe(200);
});
