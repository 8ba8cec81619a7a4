import { setTimeout as delay } from 'node:timers/promises';
import { expectProblem } from '../support/assertions.js';
import { Visitor } from '../support/address.js';
import { app, startApp } from '../support/app.js';
import { untilWaiting } from '../support/at-once.js';
import { eventually } from '../support/eventually.js';
import { withinASecond } from '../support/instances.js';
import { send } from '../support/raw.js';
import { holding, session, someone } from '../support/session.js';

const AT_ONCE = 3;

let server: ReturnType<typeof startApp> | undefined;
async function url() {
  server ??= app().then(({ config }) =>
    startApp({ databaseUrl: config.databaseUrl, trustedProxies: 1, maxInFlight: AT_ONCE }),
  );
  return (await server).url;
}

const visitor = () => new Visitor(undefined, undefined, url);
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

describe('the requests of one client under way at once', () => {
  it('are bounded: those beyond get a 429 at once, and others are not in their way', async () => {
    const { email } = await someone();
    const [crowd, other] = [visitor(), visitor()];
    // A login takes long enough for all of them to be under way.
    const answers = await Promise.all([...Array.from({ length: 12 }, () => crowd.login(email)), other.login(email)]);
    expect(answers.pop()!.status).toBe(200);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(AT_ONCE);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expectProblem(answer, 429);
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await crowd.login(email)).status).toBe(200);
  });

  it('are counted by user, from whatever address', async () => {
    const teacher = await someone();
    const { accessToken } = await session(teacher);
    const change = { currentPassword: 'not the passphrase', newPassword: 'seven quiet herons at dawn' };
    const from = () =>
      holding(accessToken, url).put('/v1/me/password', change, {
        headers: { 'x-forwarded-for': `198.51.100.${Math.ceil(Math.random() * 250)}` },
      });
    const answers = await Promise.all(Array.from({ length: 12 }, from));
    expect(statuses(answers)).toEqual(expect.arrayContaining([400, 429]));
    expect(answers.filter(({ headers }) => headers.get('retry-after') === '1').length).toBeGreaterThan(0);
  });

  it('give their place back when the client goes away', async () => {
    const { email } = await someone();
    const address = '198.51.100.251';
    const abandoned = Array.from({ length: AT_ONCE }, async () => {
      const signal = AbortSignal.timeout(15);
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
      await fetch(`${await url()}/v1/auth/login`, {
        method: 'POST',
        headers,
        signal,
        body: JSON.stringify({ email, password: 'not the passphrase' }),
      }).catch(() => undefined);
    });
    await Promise.all(abandoned);
    const again = new Visitor(address, undefined, url);
    const asked = async () => statuses(await Promise.all(Array.from({ length: AT_ONCE }, () => again.get('/v1/me'))));
    await withinASecond(async () => expect(await asked()).toEqual([401, 401, 401]));
  });

  it('give it back as well where they wait behind another on a connection that is lost', async () => {
    const { accessToken } = await session(await someone());
    const client = holding(accessToken, url);
    const { database } = await app();
    const head = `Host: homeroom.test\r\nAuthorization: Bearer ${accessToken}\r\n\r\n`;
    const all = () => Promise.all(Array.from({ length: AT_ONCE }, () => client.get('/v1/students')));
    expect(statuses(await all())).toEqual([200, 200, 200]);
    await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE "Student" IN ACCESS EXCLUSIVE MODE`;
      const socket = await send(`GET /v1/students HTTP/1.1\r\n${head}`.repeat(AT_ONCE), url());
      await untilWaiting(1);
      await eventually(async () => (await client.get('/v1/terms')).status === 429);
      socket.destroy();
    });
    await withinASecond(async () => expect(statuses(await all())).toEqual([200, 200, 200]));
  });

  it('take no place when the client has gone before it is known who it is', async () => {
    const { accessToken } = await session(await someone());
    const { database } = await app();
    const authorization = `Bearer ${accessToken}`;
    await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE`;
      const abort = new AbortController();
      const asked = Array.from({ length: AT_ONCE }, async () =>
        fetch(`${await url()}/v1/me`, { headers: { authorization }, signal: abort.signal }).catch(() => undefined),
      );
      await untilWaiting(1);
      abort.abort();
      await Promise.all(asked);
      // Until the server has seen that they are gone.
      await delay(200);
    });
    const client = holding(accessToken, url);
    const again = async () => statuses(await Promise.all(Array.from({ length: AT_ONCE }, () => client.get('/v1/me'))));
    await withinASecond(async () => expect(await again()).toEqual([200, 200, 200]));
  });
});
