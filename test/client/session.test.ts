import { createHomeroom } from '../../apps/client/src/homeroom.js';
import { dataOf, ProblemError } from '../../apps/client/src/problem.js';
import { app } from '../support/app.js';
import { member, PASSPHRASE, school } from '../support/school.js';
import { someone } from '../support/session.js';
import { homeroom, homeroomOf } from './homeroom.js';

const MINUTE = 60_000;
const { now } = Date;
afterEach(() => {
  Date.now = now;
});

const unavailable = () =>
  Response.json(
    { type: '/problems/unavailable', status: 503 },
    { status: 503, headers: { 'Content-Type': 'application/problem+json' } },
  );

describe('logging in', () => {
  it('throws the problem of a wrong password, and leaves nobody logged in', async () => {
    const { email } = await someone();
    const { client, sent } = await homeroom();
    const refused = await client.session.logIn(email, 'a passphrase that is wrong').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect((refused as ProblemError).problem).toMatchObject({ type: '/problems/unauthenticated', status: 401 });
    expect((await client.me.findOne()).error?.type).toBe('/problems/unauthenticated');
    expect(sent).toEqual(['POST /v1/auth/login 401', 'GET /v1/me 401']);
  });

  it('gives the membership, and its token to what needs one', async () => {
    const { email, membershipId } = await someone();
    const { client } = await homeroom();
    expect(await client.session.logIn(email, PASSPHRASE)).toMatchObject({ id: membershipId, role: 'teacher' });
    expect(dataOf(await client.me.findOne()).user.email).toBe(email);
  });
});

describe('an access token', () => {
  it('is exchanged before it expires, once for all who need it', async () => {
    const { client, sent } = await homeroomOf(await someone());
    Date.now = () => now() + 9 * MINUTE;
    await client.me.findOne();
    expect(sent.splice(0)).toEqual(['GET /v1/me 200']);
    Date.now = () => now() + 9.8 * MINUTE;
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.me.findOne()));
    expect(answers.map(({ response }) => response.status)).toEqual([200, 200, 200, 200, 200]);
    expect(sent).toEqual(['POST /v1/auth/refresh 200', ...Array(5).fill('GET /v1/me 200')]);
  });

  it('that is refused is exchanged, once for all whom it was refused, and what they sent is sent again', async () => {
    const { client, sent, expire } = await homeroomOf(await someone());
    expire();
    const body = { currentPassword: PASSPHRASE, newPassword: 'short' };
    const answers = await Promise.all(Array.from({ length: 3 }, () => client.me.changePassword({ body })));
    expect(answers.map(({ error }) => error?.errors?.map(({ pointer }) => pointer))).toEqual([
      ['/newPassword'],
      ['/newPassword'],
      ['/newPassword'],
    ]);
    expect(sent.toSorted()).toEqual([
      'POST /v1/auth/refresh 200',
      ...Array(3).fill('PUT /v1/me/password 400'),
      ...Array(3).fill('PUT /v1/me/password 401'),
    ]);
  });
});

describe('a session', () => {
  it('that has ended answers with the problem, and is asked about once', async () => {
    const actor = await someone();
    const { client, sent } = await homeroomOf(actor);
    const { client: elsewhere } = await homeroomOf(actor);
    dataOf(await elsewhere.sessions.removeOthers());
    for (const _ of [1, 2]) expect((await client.me.findOne()).error?.type).toBe('/problems/unauthenticated');
    expect(sent).toEqual(['GET /v1/me 401', 'POST /v1/auth/refresh 401', 'GET /v1/me 401']);
    await expect(client.session.logOut()).resolves.toBeUndefined();
  });

  it('outlives a server that cannot refresh it now', async () => {
    const { email } = await someone();
    const { url } = await app();
    const refreshes = [unavailable, undefined];
    const client = createHomeroom({
      url,
      fetch: async (input, init) => {
        const isRefresh = input instanceof Request && input.url.endsWith('/refresh');
        return (isRefresh && refreshes.shift()?.()) || fetch(input, init);
      },
    });
    await client.session.logIn(email, PASSPHRASE);
    Date.now = () => now() + 9.8 * MINUTE;
    for (const left of [1, 0]) {
      expect(dataOf(await client.me.findOne()).user.email).toBe(email);
      expect(refreshes.length).toBe(left);
    }
  });

  it('goes on as another membership of the same user, and of nobody else', async () => {
    const [here, there] = [await school(), await school()];
    const actor = await member('Both', { schoolId: here.rows.schoolId, role: 'guardian' });
    const { database } = await app();
    const second = await database.membership.create({
      data: { schoolId: there.rows.schoolId, userId: actor.userId, role: 'teacher', status: 'active' },
    });
    const { client } = await homeroomOf(actor);
    const refused = await client.session.switchTo(there.admin.membershipId).catch((error: unknown) => error);
    expect((refused as ProblemError).problem.type).toBe('/problems/not-found');
    expect(dataOf(await client.me.findOne()).membership.id).toBe(actor.membershipId);
    expect(await client.session.switchTo(second.id)).toMatchObject({ id: second.id, role: 'teacher' });
    expect(dataOf(await client.me.findOne()).membership.id).toBe(second.id);
  });

  it('ends with logging out, for the server too', async () => {
    const { client, sent } = await homeroomOf(await someone());
    await client.session.logOut();
    expect((await client.me.findOne()).error?.status).toBe(401);
    expect(sent).toEqual(['POST /v1/auth/logout 204', 'GET /v1/me 401']);
  });
});

describe('what is no answer of the API', () => {
  it.each([
    ['a failed connection', () => Promise.reject(new TypeError('fetch failed')), 'fetch failed'],
    [
      "a proxy's page",
      async () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
      'answered 502 without a problem',
    ],
  ])('is thrown: %s', async (_, answer, message) => {
    const client = createHomeroom({ url: 'http://homeroom.test', fetch: answer });
    await expect(client.terms.findMany()).rejects.toThrow(message);
  });
});
