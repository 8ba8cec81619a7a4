import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expectProblem } from '../../support/assertions.js';
import { app, startApp } from '../../support/app.js';
import { Client } from '../../support/client.js';
import { school } from '../../support/school.js';
import { holding, session } from '../../support/session.js';

/** Runs a statement on the server's maintenance database. */
async function asAdministrator(statement: string) {
  const url = new URL((await app()).config.databaseUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Ends every connection of this database that listens for changes. */
async function cutListeners() {
  const { database } = await app();
  const cut = await database.$queryRaw<object[]>`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('SELECT 1', 'LISTEN identity')`;
  expect(cut.length).toBeGreaterThan(0);
}

const end = async (id: string) => (await app()).database.session.update({ where: { id }, data: { endedAt: new Date() } });

describe('an instance that does not hear the database', () => {
  it('believes nothing that it remembers, and hears again by itself', async () => {
    const { url, config } = await app();
    const { teacher } = await school();
    const [ended, living] = [await session(teacher), await session(teacher)];
    for (const { accessToken } of [ended, living]) expect((await holding(accessToken).get('/v1/school')).status).toBe(200);
    const name = new URL(config.databaseUrl).pathname.slice(1);
    await asAdministrator(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await cutListeners();
    await end(ended.id);
    expectProblem(await holding(ended.accessToken).get('/v1/school'), 401);
    expect((await holding(living.accessToken).get('/v1/school')).status).toBe(200);
    const probe = new Client(async () => url);
    expectProblem(await probe.get('/readyz'), 503);
    await asAdministrator(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    for (let i = 0; i < 40 && (await probe.get('/readyz')).status !== 200; i += 1) await delay(50);
    expect((await probe.get('/readyz')).status).toBe(200);
    await end(living.id);
    await delay(100);
    expectProblem(await holding(living.accessToken).get('/v1/school'), 401);
  });

  it('believes nothing older than a second when its connection hangs without a word', async () => {
    const { config } = await app();
    const proxy = await hangingProxy(config.databaseUrl);
    const { url } = await startApp({ databaseUrl: proxy.url });
    const { teacher } = await school();
    const { accessToken, id } = await session(teacher);
    const client = holding(accessToken, async () => url);
    expect((await client.get('/v1/school')).status).toBe(200);
    proxy.hang();
    await end(id);
    await delay(1_000);
    expectProblem(await client.get('/v1/school'), 401);
    proxy.close();
  });
});

/** Passes everything on to the database, until the connections that listen fall silent. */
async function hangingProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const listening = new Set<Socket>();
  const sockets: Socket[] = [];
  let hanging = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    sockets.push(near, far);
    near.on('data', (chunk: Buffer) => {
      if (chunk.includes('LISTEN identity')) listening.add(near);
      if (!(hanging && listening.has(near))) far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!(hanging && listening.has(near))) near.write(chunk);
    });
    near.on('close', () => far.destroy()).on('error', () => undefined);
    far.on('close', () => near.destroy()).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    hang: () => (hanging = true),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
