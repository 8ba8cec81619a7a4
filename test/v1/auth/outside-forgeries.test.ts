import { once } from 'node:events';
import { app, startApp, unique } from '../../support/app.js';
import { expectProblem } from '../../support/assertions.js';
import { Client } from '../../support/client.js';
import { eventually } from '../../support/eventually.js';
import { startForger } from '../../support/forger.js';
import { CLIENT } from '../../support/openid.js';
import { invited, userOf } from '../../support/outsiders.js';

async function withForger(metadata: object = {}) {
  const started = await startForger('forger');
  started.forger.metadata = metadata;
  const { config } = await app();
  const { url } = await startApp({ databaseUrl: config.databaseUrl, oidcProviders: [started.setting] });
  return { ...started, visitor: new Client(async () => url) };
}
let shared: ReturnType<typeof withForger> | undefined;
const forgery = () => (shared ??= withForger());

type Key = 'honest' | 'wrong' | 'none' | 'the secret';

/** Comes back with a code, for which the provider answers with a token that differs in these claims, or in its key. */
async function arrive(claims: Record<string, unknown> | undefined, key?: Key, more: object = {}) {
  const { visitor, forger } = await forgery();
  const email = `${unique('forged')}@school.example`;
  await invited(email);
  const { body } = await visitor.post('/v1/auth/providers/forger/authorization');
  const parameters = new URL(body.authorizationUrl).searchParams;
  const sound = { sub: unique('sub'), email, email_verified: true, nonce: parameters.get('nonce') };
  const id_token = claims && (await forger.signed({ ...sound, ...claims }, key));
  forger.token = () => ({ body: { access_token: 'opaque', token_type: 'Bearer', id_token, ...more } });
  const answer = { transaction: body.transaction, code: 'a-code', state: parameters.get('state') };
  return { email, parameters, answer, login: await visitor.post('/v1/auth/providers/forger/login', answer) };
}

it('lets in whom the provider has signed, and shows it the verifier and the client’s secret', async () => {
  const { email, login, parameters } = await arrive({});
  expect(login.status).toBe(200);
  expect(await userOf(email)).not.toBeNull();
  const { forger } = await forgery();
  expect(Object.fromEntries(forger.sent.form)).toEqual({
    grant_type: 'authorization_code',
    code: 'a-code',
    redirect_uri: 'http://homeroom.test/login/forger',
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(parameters.get('code_challenge')).not.toBe(forger.sent.form.get('code_verifier'));
  const [, credential] = forger.sent.authorization.split(' ');
  // Each is encoded as in a form (RFC 6749, 2.3.1).
  const pair = Buffer.from(credential!, 'base64').toString().split(':').map(decodeURIComponent);
  expect(pair).toEqual(['homeroom', CLIENT.clientSecret]);
});

it('carries no code of one provider to another', async () => {
  const [one, two] = [await startForger('one'), await startForger('two')];
  const { config } = await app();
  const oidcProviders = [one.setting, two.setting];
  const { url } = await startApp({ databaseUrl: config.databaseUrl, oidcProviders });
  const visitor = new Client(async () => url);
  const { body } = await visitor.post('/v1/auth/providers/one/authorization');
  const state = new URL(body.authorizationUrl).searchParams.get('state');
  const answer = { transaction: body.transaction, code: 'a-code', state };
  expectProblem(await visitor.post('/v1/auth/providers/two/login', answer), 401);
  expect(two.forger.sent.form.get('code')).toBeNull();
});

const hour = 3_600;
const now = () => Math.floor(Date.now() / 1_000);

describe('is a 401, and lets nobody in:', () => {
  it.each<[string, Record<string, unknown>, Key?]>([
    ['a token that another key has signed', {}, 'wrong'],
    ['a token that nobody has signed', {}, 'none'],
    ['a token that is signed with the client’s secret', {}, 'the secret'],
    ['a token for another login', { nonce: 'another' }],
    ['a token without a nonce', { nonce: undefined }],
    ['a token for another client', { aud: 'another' }],
    ['a token for several clients, of which another asked', { aud: ['homeroom', 'another'], azp: 'another' }],
    ['a token of another issuer', { iss: 'https://id.school.example' }],
    ['a token that has expired', { iat: now() - 2 * hour, exp: now() - hour }],
    ['a token of nobody', { sub: '' }],
    ['a token of somebody with a line break', { sub: 'a\nb' }],
    ['a token of somebody with a long name', { sub: 'a'.repeat(256) }],
  ])('%s', async (_, claims, key: Key = 'honest') => {
    const { login, email } = await arrive(claims, key);
    expectProblem(login, 401);
    expect(await userOf(email)).toBeNull();
  });

  it('no token at all', async () => {
    const { login, email } = await arrive(undefined);
    expectProblem(login, 401);
    expect(await userOf(email)).toBeNull();
  });

  it('a text that is no token', async () => {
    expectProblem((await arrive({}, 'honest', { id_token: 'a.b.c' })).login, 401);
    expectProblem((await arrive({}, 'honest', { id_token: { alg: 'none' } })).login, 401);
  });

  it('a code that the provider does not take', async () => {
    const { visitor, forger } = await forgery();
    const { answer } = await arrive({});
    const { body } = await visitor.post('/v1/auth/providers/forger/authorization');
    forger.token = () => ({ status: 400, body: { error: 'invalid_grant' } });
    const state = new URL(body.authorizationUrl).searchParams.get('state');
    const again = { ...answer, transaction: body.transaction, state };
    expectProblem(await visitor.post('/v1/auth/providers/forger/login', again), 401);
  });
});

describe('is a 503 with Retry-After, for this provider alone:', () => {
  const expectDown = (answer: Parameters<typeof expectProblem>[0]) => {
    expectProblem(answer, 503);
    expect(answer.headers.get('retry-after')).toBe('5');
  };

  it.each([
    [500, { error: 'server_error' }],
    [429, {}],
    [401, { error: 'invalid_client' }],
    [302, {}],
    [200, { access_token: 'x'.repeat(300_000) }],
  ])('a provider that answers a code with %i', async (status, body) => {
    const { visitor, forger } = await forgery();
    const begun = (await visitor.post('/v1/auth/providers/forger/authorization')).body;
    forger.token = () => ({ status, body });
    const state = new URL(begun.authorizationUrl).searchParams.get('state');
    const answer = { transaction: begun.transaction, code: 'a-code', state };
    expectDown(await visitor.post('/v1/auth/providers/forger/login', answer));
  });

  it.each([
    ['calls itself by another name', { issuer: 'https://id.school.example' }],
    ['has no place for codes', { token_endpoint: undefined }],
    ['sends the browser to something that is no page', { authorization_endpoint: 'javascript:alert(1)' }],
  ])('a provider that %s', async (_, metadata) => {
    const { visitor } = await withForger(metadata);
    expectDown(await visitor.post('/v1/auth/providers/forger/authorization'));
  });

  it('a provider that is down, while everything else goes on', async () => {
    const { visitor, server } = await withForger();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expectDown(await visitor.post('/v1/auth/providers/forger/authorization'));
    expect((await visitor.get('/v1/auth/providers')).status).toBe(200);
    // A stall of the machine keeps it from being ready too, for a moment.
    await eventually(async () => (await visitor.get('/readyz')).status === 200);
  });
});
