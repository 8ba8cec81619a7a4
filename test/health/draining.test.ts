import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { serve } from '../../apps/api/src/main.js';
import { app, testConfig } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/port.js';
import { school } from '../support/school.js';

it('tells a load balancer that it drains, while it still answers everyone', async () => {
  const { config } = await app();
  const { admin } = await school();
  // Nobody else is given this port as soon as the server has left it.
  const port = Number(await freePort());
  const server = await serve(await testConfig({ databaseUrl: config.databaseUrl, production: true, port }));
  const client = new Client(
    async () => server.url,
    () => admin.accessToken(),
  );
  await eventually(async () => (await client.get('/readyz')).status === 200);

  const stopped = server.stop();
  await delay(100);
  const answer = await client.get('/readyz');
  expectProblem(answer, 503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await client.get('/livez')).status).toBe(200);
  expect((await client.get('/v1/students')).status).toBe(200);
  await stopped;
  await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
});

it('finishes what is under way', async () => {
  const { config, database } = await app();
  const { admin } = await school();
  const server = await serve(await testConfig({ databaseUrl: config.databaseUrl }));
  const client = new Client(
    async () => server.url,
    () => admin.accessToken(),
  );
  await client.get('/v1/me');
  const locker = new pg.Client({ connectionString: config.databaseUrl });
  await locker.connect();
  await locker.query('BEGIN; LOCK TABLE "Student" IN ACCESS EXCLUSIVE MODE');
  const underWay = Array.from({ length: 5 }, () => client.get('/v1/students'));
  while (
    // Copies of one template give their tables the same oid, so the database is named too.
    (
      await database.$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE relation = '"Student"'::regclass AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    ).length < 5
  )
    await delay(20);

  const stopped = server.stop();
  await delay(200);
  await locker.query('COMMIT');
  await locker.end();
  expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const asked = Date.now();
  await stopped;
  expect(Date.now() - asked).toBeLessThan(3_000);
});
