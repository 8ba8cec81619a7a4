import { createKeySecret } from '../../../apps/api/src/auth/key-secret.js';
import type { Config } from '../../../apps/api/src/config/config.js';
import { withoutRequestId, expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { apiKey } from '../../support/api-key.js';
import { app, startApp, unique } from '../../support/app.js';
import { Authenticator } from '../../support/authenticator.js';
import { Client } from '../../support/client.js';
import { codeOf, enrol, wrongCodeOf } from '../../support/factor.js';
import { expectWaiting, failuresKeyOf, stretchWait, waitOver } from '../../support/failures.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { ORIGIN } from '../../support/passkey.js';
import { ABSENT, anonymous, school } from '../../support/school.js';
import { holding, someone } from '../../support/session.js';
import { paths, REPLACEMENT, WRONG } from './guesses.js';

describe.each(paths)('guesses at %s', (_, { wrong, right, of }) => {
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
      expectProblem(await guess(new Visitor(), false), wrong);
    }
    expect(await stretchWait(actor.email)).toBe(seconds);
    for (const isRight of [true, false]) expectWaiting(await guess(new Visitor(), isRight));
    await waitOver(actor.email);
    expect((await guess(new Visitor(), true)).status).toBe(right);
  });

  it('make the address wait, whichever accounts they are for', async () => {
    const visitor = new Visitor();
    const guesses = [];
    for (let account = 0; account < 6; account += 1) guesses.push(await of(await someone()));
    for (const guess of guesses.slice(0, 5)) expectProblem(await guess(visitor, false), wrong);
    expect(await stretchWait(visitor.address)).toBe(1);
    expectWaiting(await guesses[5]!(visitor, true));
    expect((await guesses[5]!(new Visitor(), true)).status).toBe(right);
  });

  it('lock the account after a hundred, with the answer that a wrong one gets, until its password is set anew', async () => {
    const actor = await someone();
    const guess = await of(actor);
    expectProblem(await guess(new Visitor(), false), wrong);
    await waitOver(actor.email, 99);
    const last = await guess(new Visitor(), false);
    await waitOver(actor.email, 100);
    expect(withoutRequestId(await guess(new Visitor(), true))).toEqual(withoutRequestId(last));
    await waitOver(actor.email, 101);
    expectProblem(await new Visitor().login(actor.email), 401);

    expect((await anonymous.post('/v1/auth/password/forgot', { email: actor.email })).status).toBe(202);
    // An invitation or the news of a factor may have come before it.
    let mail = await mailTo(actor.email);
    while (!mail.text?.includes('/password/reset')) mail = await mailTo(actor.email);
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
    expect(await stretchWait('127.0.0.1')).toBe(1);
    expectWaiting(await new Visitor(undefined, undefined, server).login(email));
    await waitOver('127.0.0.1');
    expect((await new Visitor().login(email)).status).toBe(200);
  });

  const secret = 'x'.repeat(43);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const program = `client_id=${ABSENT}&client_secret=${createKeySecret('hr_live_')}`;
  const passkey = new Authenticator(ORIGIN).get({ challenge: secret, rpId: 'homeroom.test' });
  const provider = { id: 'north', name: 'North', issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: secret };
  it.each([
    ['/v1/auth/login', { email: 'nobody@school.example', password: WRONG }, 401, 'login'],
    ['/v1/auth/challenge', { challenge: secret, code: '000000' }, 401, 'login'],
    ['/v1/auth/challenge/passkey/options', { challenge: secret }, 401, 'login'],
    ['/v1/auth/challenge/passkey', { challenge: secret, response: passkey }, 401, 'login'],
    ['/v1/auth/passkey', { response: passkey }, 401, 'login'],
    ['/v1/auth/providers/north/login', { transaction: secret, code: 'x', state: 'y' }, 401, 'login'],
    ['/v1/auth/password/forgot', { email: 'nobody@school.example' }, 202, 'login'],
    ['/v1/auth/password/reset', { token: secret, password: REPLACEMENT }, 400, 'login'],
    ['/v1/auth/email/confirmation', { token: secret }, 400, 'login'],
    ['/v1/invitations/accept', { token: secret, password: REPLACEMENT }, 400, 'login'],
    ['/v1/auth/refresh', { refreshToken: secret }, 401, 'anonymous'],
    ['/oauth/token', `grant_type=client_credentials&${program}`, 401, 'anonymous'],
    ['/oauth/introspect', `token=${secret}&${program}`, 401, 'anonymous'],
    ['/oauth/revoke', `token=${secret}&${program}`, 401, 'anonymous'],
  ] as const)('has a limit of tries at %s', async (path, body, status, policy) => {
    const url = await withFew(policy, { trustedProxies: 1, oidcProviders: [{ ...provider, scopes: ['openid'] }] });
    const visitor = new Visitor(undefined, undefined, url);
    const guess = (by = visitor) =>
      typeof body === 'string' ? by.post(path, undefined, { raw: body, headers: form }) : by.post(path, body);
    for (let time = 1; time <= 3; time += 1) expect((await guess()).status).toBe(status);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toBe(`"${policy}";q=3;w=60`);
    expect((await guess(new Visitor(undefined, undefined, url))).status).toBe(status);
  });

  it.each([
    ['PUT', '/v1/me/password', { currentPassword: WRONG, newPassword: REPLACEMENT }, 400],
    ['PUT', '/v1/me/email', { currentPassword: WRONG, email: 'moved@school.example' }, 400],
    ['POST', '/v1/auth/step-up', { password: WRONG }, 400],
    ['POST', '/v1/auth/step-up/passkey', { response: passkey }, 400],
    ['POST', '/v1/me/factors/totp/confirmation', { code: '000000' }, 409],
  ])('has a limit of tries at %s %s, whoever is logged in', async (method, path, body, status) => {
    const visitor = new Visitor(undefined, undefined, await withFew('login', { trustedProxies: 1 }));
    for (let time = 1; time <= 3; time += 1) {
      const one = visitor.with(await (await someone()).accessToken());
      expectProblem(await one.request(method, path, body), status);
    }
    const another = visitor.with(await (await someone()).accessToken());
    expectProblem(await another.request(method, path, body), 429);
    expect((await another.get('/v1/me')).status).toBe(200);
  });

  it('can’t try one more refresh token than it may, though the next is a living one', async () => {
    const client = new Client(await withFew('anonymous'));
    const { refreshToken } = (await new Visitor().login((await someone()).email)).body;
    for (let time = 1; time <= 3; time += 1)
      expectProblem(await client.post('/v1/auth/refresh', { refreshToken: `${refreshToken}x` }), 401);
    expectProblem(await client.post('/v1/auth/refresh', { refreshToken }), 429);
  });

  it('that tries clients at /oauth/token is counted for those that there are not, and a living one counts by itself', async () => {
    const { admin, rows } = await school();
    const { id, secret: key } = await apiKey(admin, rows.schoolId);
    const client = new Client(await withFew('anonymous'));
    const guess = (tried: string) => {
      const raw = `grant_type=client_credentials&client_id=${id}&client_secret=${tried}`;
      return client.post('/oauth/token', undefined, { raw, headers: form });
    };
    for (let time = 1; time <= 3; time += 1) expect((await guess(createKeySecret('hr_live_'))).status).toBe(401);
    expect((await guess(createKeySecret('hr_live_'))).status).toBe(429);
    expect((await guess(key)).status).toBe(200);
  });

  it.each(['hr_live_', 'hr_at_'] as const)(
    'that sends one unknown %s… after another is taken for nobody',
    async (kind) => {
      const at = await withFew('anonymous');
      const tries = [];
      for (let time = 1; time <= 4; time += 1)
        tries.push((await holding(createKeySecret(kind), at).get('/v1/terms')).status);
      expect(tries).toEqual([401, 401, 401, 429]);
    },
  );
});

it('a code that confirms an app is no guess at a secret: who sends it was told the secret, and nobody has to wait', async () => {
  const actor = await someone();
  const visitor = new Visitor(undefined, await actor.accessToken());
  const { body: factor } = await visitor.post('/v1/me/factors/totp', {});
  const confirm = (code: string) => visitor.post('/v1/me/factors/totp/confirmation', { code });
  for (let time = 1; time <= 6; time += 1) expectProblem(await confirm(wrongCodeOf(factor)), 400);
  expect((await visitor.login(actor.email)).status).toBe(200);
  expect((await confirm(codeOf(factor))).status).toBe(200);
});

it('codes that are tried at once are all counted', async () => {
  const actor = await someone();
  const code = wrongCodeOf(await enrol(actor));
  const logins = await Promise.all(Array.from({ length: 6 }, () => new Visitor().login(actor.email)));
  const guesses = logins.flatMap(({ body: { challenge } }) =>
    Array.from({ length: 5 }, () => new Visitor().post('/v1/auth/challenge', { challenge, code })),
  );
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
  const { database } = await app();
  const { failures } = await database.loginFailure.findUniqueOrThrow({
    where: { key: await failuresKeyOf(actor.email) },
  });
  expect(failures).toBe(statuses.filter((status) => status === 401).length);
  expect(failures).toBeGreaterThanOrEqual(5);
});

/** A server on the file's database that takes three of these requests of an address in a minute. */
async function withFew(policy: 'anonymous' | 'login', more: Partial<Config> = {}) {
  const { databaseUrl, signingKeys, rateLimits } = (await app()).config;
  const few = { ...rateLimits, [policy]: [{ limit: 3, seconds: 60 }] };
  const { url } = await startApp({ databaseUrl, signingKeys, rateLimits: few, ...more });
  return async () => url;
}
