import pg from 'pg';
import { app } from '../support/app.js';
import { school } from '../support/school.js';

/** Holds the table of the students, so that who reads it waits. */
async function lockStudents() {
  const { config } = await app();
  const locker = new pg.Client({ connectionString: config.databaseUrl });
  await locker.connect();
  await locker.query('BEGIN; LOCK TABLE "Student" IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await locker.query('COMMIT');
    await locker.end();
  };
}

it('lets no read wait that was sent in one row behind one that takes long', async () => {
  const { prisma } = await app();
  const release = await lockStudents();
  // What is asked in one turn of the event loop goes to one connection.
  const [stuck, other] = [prisma.student.count({}), prisma.term.count({})];
  // The database would end the first after ten seconds.
  const first = await Promise.race([other.then(() => 'read'), stuck.then(String, String)]);
  await release();
  expect(first).toBe('read');
  expect(await stuck).toBe(0);
});

it('lets nobody wait behind a read that takes long', async () => {
  const { admin } = await school();
  await admin.get('/v1/me');
  const release = await lockStudents();

  const stuck = [1, 2, 3].map(() => admin.get('/v1/students'));
  // These come to an end while the lock is held.
  const others = await Promise.all(Array.from({ length: 40 }, () => admin.get('/v1/terms')));
  expect(others.filter(({ status }) => status !== 200)).toEqual([]);

  await release();
  expect((await Promise.all(stuck)).map(({ status }) => status)).toEqual([200, 200, 200]);
});
