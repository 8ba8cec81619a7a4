import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expectProblem } from '../../support/assertions.js';
import { app, startApp } from '../../support/app.js';
import { Client } from '../../support/client.js';
import { query } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { holding, session, someone } from '../../support/session.js';

const end = async (id: string) =>
  (await app()).database.session.update({ where: { id }, data: { endedAt: new Date() } });

const open = new Set<{ close(): void }>();
// A server can't stop while it waits for a silent connection.
afterEach(() => open.forEach((proxy) => proxy.close()));

/** A server whose way to the database can be made deaf, and two sessions that it remembers. */
async function server() {
  const { config } = await app();
  const proxy = await listeningProxy(config.databaseUrl);
  const { url } = await startApp({ databaseUrl: proxy.url });
  const teacher = await someone();
  const [ended, living] = [await session(teacher), await session(teacher)];
  const as = ({ accessToken }: { accessToken: string }) => holding(accessToken, async () => url).get('/v1/school');
  for (const tokens of [ended, living]) expect((await as(tokens)).status).toBe(200);
  const ready = async () => (await new Client(async () => url).get('/readyz')).status;
  return { config, proxy, ended, living, as, ready };
}

describe('an instance that does not hear the database', () => {
  it('believes nothing that it remembers, and hears again by itself', async () => {
    const { config, proxy, ended, living, as, ready } = await server();
    proxy.refuseListeners();
    // A heartbeat in between may have cut it already.
    await query(
      config.databaseUrl,
      `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND client_port = ANY($1)`,
      [proxy.listenerPorts()],
    );
    // The connection ends a little after it was told to. What is read from then on may not be believed a second time.
    await eventually(async () => (await ready()) === 503);
    expect((await as(ended)).status).toBe(200);
    await end(ended.id);
    expectProblem(await as(ended), 401);
    expect((await as(living)).status).toBe(200);
    expect(await ready()).toBe(503);
    proxy.allowListeners();
    await eventually(async () => (await ready()) === 200);
    await end(living.id);
    await eventually(async () => (await as(living)).status === 401);
  });

  it('believes nothing older than a second when the connection falls silent', async () => {
    const { proxy, ended, living, as, ready } = await server();
    await proxy.silenceListeners();
    // At once when the second is over: a little later the connection would be given up, and what is remembered with it.
    await Promise.all([end(ended.id), delay(1_000)]);
    expectProblem(await as(ended), 401);
    expect((await as(living)).status).toBe(200);
    expect(await ready()).toBe(503);
  });
});

/** Passes everything on to the database; what it does with the connections that LISTEN can be changed. */
async function listeningProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const [sockets, listeners] = [new Set<Socket>(), new Map<Socket, Socket>()];
  let listening: 'passed on' | 'refused' | 'silent' = 'passed on';
  let answered = () => {};
  const silent = (near: Socket) => listening === 'silent' && listeners.has(near);
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) sockets.add(socket);
    near.on('data', (chunk: Buffer) => {
      if (chunk.includes('LISTEN identity')) listeners.set(near, far);
      if (listening === 'refused' && listeners.has(near)) near.destroy();
      else if (!silent(near)) far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (!silent(near)) near.write(chunk);
      if (listeners.has(near) && chunk.includes('SELECT 1')) answered();
    });
    near.on('error', () => undefined).on('close', () => far.destroy());
    far.on('error', () => undefined).on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(databaseUrl);
  url.port = String((proxy.address() as { port: number }).port);
  open.add({
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  });
  return {
    url: url.href,
    listenerPorts: () => [...listeners.values()].map(({ localPort }) => localPort),
    refuseListeners: () => (listening = 'refused'),
    /** Right after an answer to a heartbeat: the next is asked almost a whole turn later, and given up a second after that. */
    silenceListeners: () =>
      new Promise<void>((resolve) => {
        answered = () => {
          listening = 'silent';
          resolve();
        };
      }),
    allowListeners: () => (listening = 'passed on'),
  };
}
