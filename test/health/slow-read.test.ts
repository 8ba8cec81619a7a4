import pg from 'pg';
import { app } from '../support/app.js';
import { school } from '../support/school.js';

it('lets nobody wait behind a read that takes long', async () => {
  const { config } = await app();
  const { admin } = await school();
  await admin.get('/v1/me');
  const locker = new pg.Client({ connectionString: config.databaseUrl });
  await locker.connect();
  await locker.query('BEGIN; LOCK TABLE "Student" IN ACCESS EXCLUSIVE MODE');

  const stuck = [1, 2, 3].map(() => admin.get('/v1/students'));
  // These come to an end while the lock is held.
  const others = await Promise.all(Array.from({ length: 40 }, () => admin.get('/v1/terms')));
  expect(others.filter(({ status }) => status !== 200)).toEqual([]);

  await locker.query('COMMIT');
  await locker.end();
  expect((await Promise.all(stuck)).map(({ status }) => status)).toEqual([200, 200, 200]);
});
