import { setTimeout as delay } from 'node:timers/promises';
import { apiKey, type TestKey } from '../support/api-key.js';
import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { ABSENT, anonymous, school } from '../support/school.js';
import { holding } from '../support/session.js';
import { nonce, send as sendExactly, signed, signingKey, type SigningKey, type Wanted } from '../support/signed.js';

type School = Awaited<ReturnType<typeof school>>;
let ours: School;
let theirs: School;
let key: TestKey;
let issued: string;
beforeAll(async () => {
  [ours, theirs] = [await school(), await school()];
  key = await keyOf({ scopes: ['students:read', 'terms:read'] });
  issued = await tokenOf(key);
});

const keyOf = (more = {}) => apiKey(ours.admin, ours.rows.schoolId, more);
const type = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
const send = (path: string, form: string | Record<string, string>, headers: Record<string, string> = {}) =>
  anonymous.post(path, undefined, {
    raw: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    headers: { ...type, ...headers },
  });
const as = ({ id, secret }: Pick<TestKey, 'id' | 'secret'>) => ({ authorization: basic(id, secret) });
const grant = { grant_type: 'client_credentials' };
const tokenOf = async (of: TestKey, form = {}) => {
  const { status, body } = await send('/oauth/token', { ...grant, ...form }, as(of));
  expect([status, body.error]).toEqual([200, undefined]);
  return body.access_token as string;
};
const terms = async (token: string) => (await holding(token).get('/v1/terms')).status;

describe('POST /oauth/token', () => {
  it.each([
    ['no credential', 401, 'invalid_client', async () => send('/oauth/token', grant)],
    [
      'a wrong secret',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, { authorization: basic(key.id, 'x') }),
    ],
    [
      'another key’s id',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, { authorization: basic(ABSENT, key.secret) }),
    ],
    [
      'a key as a bearer',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, { authorization: `Bearer ${key.secret}` }),
    ],
    ['no base64', 401, 'invalid_client', async () => send('/oauth/token', grant, { authorization: 'Basic %%%' })],
    [
      'a malformed escape',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, { authorization: `Basic ${Buffer.from('%:%').toString('base64')}` }),
    ],
    [
      'a revoked key',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, as(await keyOf({ revokedAt: new Date() }))),
    ],
    [
      'an expired key',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, as(await keyOf({ expiresAt: new Date(Date.now() - 1_000) }))),
    ],
    [
      'a key from elsewhere',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, as(await keyOf({ allowedCidrs: ['203.0.113.0/24'] }))),
    ],
    [
      'a token as a secret',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, as({ id: key.id, secret: issued })),
    ],
    [
      'a key that has to be signed for',
      400,
      'unauthorized_client',
      async () =>
        send('/oauth/token', grant, as(await keyOf({ requireSignature: true, publicKey: Buffer.alloc(32, 7) }))),
    ],
    [
      'two ways at once',
      400,
      'invalid_request',
      async () => send('/oauth/token', { ...grant, client_id: key.id, client_secret: key.secret }, as(key)),
    ],
    ['two clients', 400, 'invalid_request', async () => send('/oauth/token', { ...grant, client_id: ABSENT }, as(key))],
    [
      'a repeated parameter',
      400,
      'invalid_request',
      async () => send('/oauth/token', 'grant_type=client_credentials&scope=a&scope=b', as(key)),
    ],
    ['no grant_type', 400, 'invalid_request', async () => send('/oauth/token', { grant_type: '' }, as(key))],
    [
      'another grant_type',
      400,
      'unsupported_grant_type',
      async () => send('/oauth/token', { grant_type: 'password' }, as(key)),
    ],
    [
      'a scope that the key has not',
      400,
      'invalid_scope',
      async () => send('/oauth/token', { ...grant, scope: 'terms:read students:write' }, as(key)),
    ],
    [
      'a scope that there is not',
      400,
      'invalid_scope',
      async () => send('/oauth/token', { ...grant, scope: 'constructor' }, as(key)),
    ],
  ])('refuses %s', async (_, status, error, ask) => {
    const { database } = await app();
    const before = await database.clientToken.count();
    const answer = await ask();
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(answer.body.error_description).toEqual(expect.any(String));
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="oauth"' : null);
    expect(await database.clientToken.count()).toBe(before);
  });

  it('takes forms alone, and no other route takes one', async () => {
    expectProblem(await anonymous.post('/oauth/token', grant), 415);
    expectProblem(await send('/v1/auth/login', { email: 'a@b.example', password: 'x' }), 415);
    expectProblem(await send('/oauth/token?grant_type=client_credentials', grant, as(key)), 400);
  });

  it.each(['in the header', 'in the form'])('gives a token to a key %s', async (where) => {
    const { id: client_id, secret: client_secret } = key;
    const answer =
      where === 'in the form'
        ? await send('/oauth/token', { ...grant, client_id, client_secret, unknown: 'ignored' })
        : await send('/oauth/token', grant, as(key));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
    const { access_token, ...rest } = answer.body;
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 600, scope: 'students:read terms:read' });
    expect(access_token).toMatch(/^hr_at_[\w-]{49}$/);
    expect(await terms(access_token)).toBe(200);
    const { database } = await app();
    expect(JSON.stringify(await database.clientToken.findMany())).not.toContain(access_token.slice(6, 40));
  });

  it('gives no more than was asked for', async () => {
    const token = await tokenOf(key, { scope: 'terms:read' });
    expect(await terms(token)).toBe(200);
    expectProblem(await holding(token).get('/v1/students'), 403);
  });

  it('gives no token a longer life than its key has', async () => {
    const short = await keyOf({ expiresAt: new Date(Date.now() + 60_000) });
    const { body } = await send('/oauth/token', grant, as(short));
    expect(body.expires_in).toBeLessThanOrEqual(60);
  });
});

describe.each(['ed25519', 'hmac-sha256'] as const)('a key that requires signatures by %s', (algorithm) => {
  const form = { method: 'POST', path: '/oauth/token', body: 'grant_type=client_credentials&scope=terms%3Aread' };
  const introspection = (token: string) => ({ method: 'POST', path: '/oauth/introspect', body: `token=${token}` });
  let signing: SigningKey;
  beforeAll(async () => {
    signing = await signingKey(algorithm);
  });

  /** The headers of a form that is signed with the credential that OAuth's clients send. */
  const signedForm = (wanted: Wanted = {}): Record<string, string> => {
    const authorization = basic(signing.id, signing.secret);
    return { ...signed(signing, { ...form, ...wanted, authorization }), ...type };
  };
  const outcome = async (headers: Record<string, string>, wanted: Wanted = form) => {
    const { status, body } = await sendExactly(headers, wanted);
    return [status, body.error];
  };
  const unsigned = [400, 'unauthorized_client'];

  it('gets a token for a signed request, and for the same one again, none', async () => {
    const headers = signedForm();
    expect(await outcome(headers)).toEqual([200, undefined]);
    expect(await outcome(headers)).toEqual(unsigned);
    const twice = signedForm();
    const answers = await Promise.all(Array.from({ length: 10 }, () => outcome(twice)));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
  });

  it('gets none without a signature, or with one that is of something else', async () => {
    const { 'signature-input': _, signature: __, ...bare } = signedForm();
    const elsewhere = signedForm({ path: '/oauth/revoke' });
    const stale = signedForm({ parameters: { created: Math.floor(Date.now() / 1_000) - 120 } });
    const uncovered = signedForm({ covers: ['@method', '@target-uri', 'authorization'] });
    for (const headers of [bare, elsewhere, stale, uncovered]) expect(await outcome(headers)).toEqual(unsigned);
    const more = { ...form, body: 'grant_type=client_credentials' };
    expect(await outcome(signedForm(), more)).toEqual(unsigned);
  });

  it('gets none for a secret in the form, where no signature covers a credential', async () => {
    const body = `${form.body}&client_id=${signing.id}&client_secret=${signing.secret}`;
    const { authorization: _, ...headers } = signedForm({ body });
    expect(await outcome(headers, { ...form, body })).toEqual(unsigned);
  });

  it('gets one for a nonce that a refused request had', async () => {
    const parameters = { nonce: nonce() };
    expect(await outcome(signedForm({ parameters, signer: () => Buffer.alloc(64) }))).toEqual(unsigned);
    expect(await outcome(signedForm({ parameters }))).toEqual([200, undefined]);
  });

  it('has to sign with its token too, and to ask what a token is good for', async () => {
    const { body } = await sendExactly(signedForm(), form);
    const token: string = body.access_token;
    expect(await terms(token)).toBe(401);
    expect((await sendExactly(signed({ ...signing, secret: token }))).status).toBe(200);
    const asked = introspection(token);
    expect((await send(asked.path, asked.body, as(signing))).body.error).toBe('unauthorized_client');
    expect((await sendExactly(signedForm(asked), asked)).body.active).toBe(true);
  });
});

describe('a token', () => {
  const past = new Date(Date.now() - 1_000);
  it.each([
    ['its key is revoked', (id: string) => ({ id, data: { revokedAt: new Date() } })],
    ['its key has ended', (id: string) => ({ id, data: { expiresAt: past } })],
    ['its key may be used from elsewhere alone', (id: string) => ({ id, data: { allowedCidrs: ['203.0.113.0/24'] } })],
  ])('is nobody’s within a second when %s', async (_, change) => {
    const mine = await keyOf();
    const token = await tokenOf(mine);
    expect(await terms(token)).toBe(200);
    const { id, data } = change(mine.id);
    await (await app()).database.apiKey.update({ where: { id }, data });
    const deadline = performance.now() + 1_000;
    while ((await terms(token)) === 200 && performance.now() < deadline) await delay(20);
    expect(await terms(token)).toBe(401);
  });

  it('is nobody’s at once when an admin revokes its key', async () => {
    const mine = await keyOf();
    const token = await tokenOf(mine);
    expect(await terms(token)).toBe(200);
    expect((await ours.admin.delete(`/v1/api-keys/${mine.id}`)).status).toBe(204);
    expect(await terms(token)).toBe(401);
  });

  it('ends by itself', async () => {
    const token = await tokenOf(key);
    await (await app()).database.clientToken.updateMany({ data: { expiresAt: past } });
    expect(await terms(token)).toBe(401);
  });
});

describe('POST /oauth/introspect', () => {
  it('tells of tokens and keys of the own school', async () => {
    const token = await tokenOf(key, { scope: 'terms:read' });
    const other = await keyOf({ scopes: ['school:read'], allowedCidrs: ['203.0.113.0/24'] });
    const asked = await send('/oauth/introspect', { token }, as(key));
    expect(asked.body).toEqual({
      active: true,
      scope: 'terms:read',
      client_id: key.id,
      sub: key.id,
      iss: 'http://homeroom.test',
      token_type: 'Bearer',
      exp: expect.any(Number),
    });
    expect((await send('/oauth/introspect', { token: other.secret }, as(key))).body).toMatchObject({
      active: true,
      client_id: other.id,
    });
  });

  it('says of everything else that it is not active, and nothing more', async () => {
    const foreign = await apiKey(theirs.admin, theirs.rows.schoolId);
    const gone = await keyOf({ revokedAt: new Date() });
    for (const token of [foreign.secret, await tokenOf(foreign), gone.secret, 'x', await ours.admin.accessToken()]) {
      const { status, body } = await send('/oauth/introspect', { token }, as(key));
      expect([status, body]).toEqual([200, { active: false }]);
    }
  });

  it('is for keys alone', async () => {
    const token = await tokenOf(key);
    expect((await send('/oauth/introspect', { token })).body.error).toBe('invalid_client');
    expect((await send('/oauth/introspect', {}, as(key))).body.error).toBe('invalid_request');
    expectProblem(await anonymous.post('/oauth/introspect', { token }), 415);
  });
});

describe('POST /oauth/revoke', () => {
  it('ends a token of the own key at once', async () => {
    const token = await tokenOf(key);
    expect(await terms(token)).toBe(200);
    expect((await send('/oauth/revoke', { token, token_type_hint: 'access_token' }, as(key))).status).toBe(200);
    expect(await terms(token)).toBe(401);
    expect((await send('/oauth/introspect', { token }, as(key))).body).toEqual({ active: false });
  });

  it('says the same of what is unknown or another’s, and ends nothing', async () => {
    const mine = await tokenOf(key);
    const another = await keyOf();
    for (const token of [mine, 'x']) expect((await send('/oauth/revoke', { token }, as(another))).status).toBe(200);
    expect(await terms(mine)).toBe(200);
  });

  it('ends no key', async () => {
    const { status, body } = await send('/oauth/revoke', { token: key.secret }, as(key));
    expect([status, body.error]).toEqual([400, 'unsupported_token_type']);
    expect((await send('/oauth/revoke', { token: key.secret })).body.error).toBe('invalid_client');
    expect(await terms(key.secret)).toBe(200);
  });
});

it('publishes where everything is', async () => {
  const { status, body } = await anonymous.get('/.well-known/oauth-authorization-server');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    issuer: 'http://homeroom.test',
    token_endpoint: 'http://homeroom.test/oauth/token',
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    scopes_supported: expect.arrayContaining(['students:read.sensitive']),
  });
});
