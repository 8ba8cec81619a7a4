import { withoutRequestId, expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app, startApp, testConfig, unique } from '../../support/app.js';
import { Client } from '../../support/client.js';
import { waitOver } from '../../support/failures.js';
import { invite } from '../../support/invitation.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { type Actor, anonymous, PASSPHRASE, school } from '../../support/school.js';
import { session, someone } from '../../support/session.js';

const WRONG = 'not the passphrase of anyone';
const REPLACEMENT = 'four brown owls in a barn';

/** One way to try a password of an account, from an address. */
type Guess = (visitor: Visitor, password: string) => ReturnType<Client['post']>;

/** Every path that takes a password: what it answers to a wrong one and to the right one, and how to try one of this account. */
const paths: [string, { wrong: number; right: number; of: (actor: Actor) => Promise<Guess> }][] = [
  [
    'POST /v1/auth/login',
    {
      wrong: 401,
      right: 200,
      of:
        async ({ email }) =>
        (visitor, password) =>
          visitor.login(email, password),
    },
  ],
  [
    'PUT /v1/me/password',
    {
      wrong: 400,
      right: 204,
      of: async (actor) => {
        const token = await actor.accessToken();
        return (visitor, currentPassword) =>
          visitor.with(token).put('/v1/me/password', { currentPassword, newPassword: REPLACEMENT });
      },
    },
  ],
  [
    'PUT /v1/me/email',
    {
      wrong: 400,
      right: 202,
      of: async (actor) => {
        const token = await actor.accessToken();
        const email = `${unique('moved')}@school.example`;
        return (visitor, currentPassword) => visitor.with(token).put('/v1/me/email', { email, currentPassword });
      },
    },
  ],
  [
    'POST /v1/invitations/accept',
    {
      wrong: 400,
      right: 204,
      of: async ({ email }) => {
        const { token } = await invite((await school()).admin, { email, role: 'guardian' });
        return (visitor, password) => visitor.post('/v1/invitations/accept', { token, password });
      },
    },
  ],
];

describe.each(paths)('guesses at a password by %s', (_, { wrong, right, of }) => {
  it.each([
    [5, 1],
    [6, 2],
    [9, 16],
    [15, 900],
    [60, 900],
  ])('make the account wait after the %ith, wherever they come from: %i s', async (failures, seconds) => {
    const actor = await someone();
    const guess = await of(actor);
    for (let time = 1; time <= Math.min(failures, 5); time += 1) {
      if (time === 5 && failures > 5) await waitOver(actor.email, failures - 1);
      expectProblem(await guess(new Visitor(), WRONG), wrong);
    }
    // At once, as the first wait is a second.
    const refusals = await Promise.all([guess(new Visitor(), PASSPHRASE), guess(new Visitor(), WRONG)]);
    for (const refused of refusals) {
      expectProblem(refused, 429);
      expect(Number(refused.headers.get('retry-after'))).toBe(seconds);
    }
    await waitOver(actor.email);
    expect((await guess(new Visitor(), PASSPHRASE)).status).toBe(right);
  });

  it('make the address wait, whichever accounts they are for', async () => {
    const visitor = new Visitor();
    const guesses = [];
    for (let account = 0; account < 6; account += 1) guesses.push(await of(await someone()));
    for (const guess of guesses.slice(0, 5)) expectProblem(await guess(visitor, WRONG), wrong);
    const refused = await guesses[5]!(visitor, PASSPHRASE);
    expectProblem(refused, 429);
    expect(Number(refused.headers.get('retry-after'))).toBe(1);
    expect((await guesses[5]!(new Visitor(), PASSPHRASE)).status).toBe(right);
  });

  it('lock the account after a hundred, with the answer that a wrong one gets, until its password is set anew', async () => {
    const actor = await someone();
    const guess = await of(actor);
    expectProblem(await guess(new Visitor(), WRONG), wrong);
    await waitOver(actor.email, 99);
    const last = await guess(new Visitor(), WRONG);
    await waitOver(actor.email, 100);
    expect(withoutRequestId(await guess(new Visitor(), PASSPHRASE))).toEqual(withoutRequestId(last));
    await waitOver(actor.email, 101);
    expectProblem(await new Visitor().login(actor.email), 401);

    expect((await anonymous.post('/v1/auth/password/forgot', { email: actor.email })).status).toBe(202);
    // An invitation may have come before it.
    let mail = await mailTo(actor.email);
    if (!mail.text?.includes('/password/reset')) mail = await mailTo(actor.email);
    const reset = { token: tokenOf(mail), password: REPLACEMENT };
    expect((await anonymous.post('/v1/auth/password/reset', reset)).status).toBe(204);
    expect((await new Visitor().login(actor.email, REPLACEMENT)).status).toBe(200);
  });
});

describe('an address', () => {
  it('is the connection’s where no proxy is trusted, whatever the header says', async () => {
    const { url } = await startApp({ databaseUrl: (await app()).config.databaseUrl, trustedProxies: 0 });
    const server = async () => url;
    for (let guess = 1; guess <= 5; guess += 1) {
      const login = new Visitor(undefined, undefined, server).login(`${unique('nobody')}@school.example`, WRONG);
      expectProblem(await login, 401);
    }
    const { email } = await someone();
    expectProblem(await new Visitor(undefined, undefined, server).login(email), 429);
    expect((await new Visitor().login(email)).status).toBe(200);
  });

  const secret = 'x'.repeat(43);
  it.each([
    ['/v1/auth/login', { email: 'nobody@school.example', password: WRONG }, 401, 'login'],
    ['/v1/auth/password/forgot', { email: 'nobody@school.example' }, 202, 'login'],
    ['/v1/auth/password/reset', { token: secret, password: REPLACEMENT }, 400, 'login'],
    ['/v1/auth/email/confirmation', { token: secret }, 400, 'login'],
    ['/v1/invitations/accept', { token: secret, password: REPLACEMENT }, 400, 'login'],
    ['/v1/auth/refresh', { refreshToken: secret }, 401, 'anonymous'],
  ] as const)('has a limit of tries at %s', async (path, body, status, policy) => {
    const { config } = await app();
    const { rateLimits } = await testConfig({ databaseUrl: config.databaseUrl });
    const few = { ...rateLimits, [policy]: [{ limit: 3, seconds: 60 }] };
    const { url } = await startApp({ databaseUrl: config.databaseUrl, trustedProxies: 1, rateLimits: few });
    const visitor = new Visitor(undefined, undefined, async () => url);
    for (let time = 1; time <= 3; time += 1) expectProblemOr(await visitor.post(path, body), status);
    const refused = await visitor.post(path, body);
    expectProblem(refused, 429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toBe(`"${policy}";q=3;w=60`);
    expectProblemOr(await new Visitor(undefined, undefined, async () => url).post(path, body), status);
  });

  it('can’t try one more refresh token than it may, though the next is a living one', async () => {
    const { config, database } = await app();
    // What was guessed from here in the tests before.
    await database.loginFailure.deleteMany();
    const { rateLimits } = await testConfig({ databaseUrl: config.databaseUrl });
    const few = { ...rateLimits, anonymous: [{ limit: 3, seconds: 60 }] };
    const { url } = await startApp({
      databaseUrl: config.databaseUrl,
      signingKeys: config.signingKeys,
      rateLimits: few,
    });
    const client = new Client(async () => url);
    const { refreshToken } = await session(await someone());
    for (let time = 1; time <= 3; time += 1)
      expectProblem(await client.post('/v1/auth/refresh', { refreshToken: `${refreshToken}x` }), 401);
    expectProblem(await client.post('/v1/auth/refresh', { refreshToken }), 429);
  });
});

function expectProblemOr(answer: Awaited<ReturnType<Client['post']>>, status: number): void {
  if (status < 300) expect(answer.status).toBe(status);
  else expectProblem(answer, status);
}
