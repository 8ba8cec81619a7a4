import { setTimeout as delay } from 'node:timers/promises';
import { app, startApp } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { type Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectHeaders } from '../support/headers.js';
import { type Actor, PASSPHRASE, school } from '../support/school.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

/** A server that reaches the shared database through a proxy. */
async function behindProxy() {
  const { config } = await app();
  const proxy = await TcpProxy.to(config.databaseUrl);
  const { url } = await startApp({ databaseUrl: proxy.url });
  const as = (actor: Actor) =>
    new Client(
      async () => url,
      () => actor.accessToken(),
    );
  return { proxy, as, nobody: new Client(async () => url) };
}

/** 503, and not a word about why. */
function expectUnavailable(answer: Answer): void {
  expectProblem(answer, 503);
  expectHeaders(answer);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const { requestId: _, ...said } = answer.body;
  expect(said).toEqual({
    type: '/problems/unavailable',
    title: 'Unavailable for a moment',
    status: 503,
    detail: 'A dependency is down, or the server is overloaded or draining; try again later.',
  });
}

it('is alive but not ready without its database, says 503 to what needs it, and comes back by itself', async () => {
  const { admin, teacher, rows } = await school();
  const { proxy, as, nobody } = await behindProxy();
  const [boss, colleague] = [as(admin), as(teacher)];
  await eventually(async () => (await nobody.get('/readyz')).status === 200, 5_000);
  expect((await boss.get('/v1/students')).status).toBe(200);

  proxy.cut();
  const answers = await Promise.all([
    boss.get('/v1/students'),
    boss.get('/v1/me'),
    boss.patch(`/v1/students/${rows.sam.id}`, { phone: '+44 1' }),
    boss.post('/v1/terms', { name: 'Spring', startsOn: '2027-01-11', endsOn: '2027-03-26' }),
    colleague.get('/v1/classes'),
    nobody.post('/v1/auth/login', { email: admin.email, password: PASSPHRASE }),
    nobody.get('/readyz'),
  ]);
  answers.forEach(expectUnavailable);
  await delay(1_500);
  expectUnavailable(await boss.get('/v1/students'));
  expectUnavailable(await nobody.get('/readyz'));
  expect((await nobody.get('/livez')).status).toBe(200);
  expectProblem(await nobody.get('/v1/students'), 401);
  expectProblem(await nobody.get('/nowhere'), 404);

  proxy.restore();
  await eventually(async () => (await nobody.get('/readyz')).status === 200, 5_000);
  expect((await boss.get(`/v1/students/${rows.sam.id}`)).headers.get('etag')).toBe('"1"');
  expect((await colleague.get('/v1/classes')).status).toBe(200);
  expect(await boss.all('/v1/terms')).toHaveLength(1);
});

it('hears within seconds that the network is silent, and does not wait for ever', async () => {
  const { admin } = await school();
  const { proxy, as, nobody } = await behindProxy();
  expect((await as(admin).get('/v1/me')).status).toBe(200);
  proxy.freeze();
  const waiting = as(admin).get('/v1/me');
  await eventually(async () => (await nobody.get('/readyz')).status === 503, 3_000);
  expect((await nobody.get('/livez')).status).toBe(200);
  expectUnavailable(await waiting);
  proxy.restore();
  await eventually(async () => (await as(admin).get('/v1/me')).status === 200, 5_000);
});

it('has caught every failure', async () => {
  await delay(10);
  expect(rejections).toEqual([]);
});
