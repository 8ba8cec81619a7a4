import type { TestKey } from '../support/api-key.js';
import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { ABSENT, anonymous, school } from '../support/school.js';
import { holding } from '../support/session.js';
import { as, basic, grant, keyOf, send, terms, tokenOf } from './client.js';

type School = Awaited<ReturnType<typeof school>>;
let ours: School;
let key: TestKey;
let issued: string;
beforeAll(async () => {
  ours = await school();
  key = await keyOf(ours, { scopes: ['students:read', 'terms:read'] });
  issued = await tokenOf(key);
});

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
      async () => send('/oauth/token', grant, as(await keyOf(ours, { revokedAt: new Date() }))),
    ],
    [
      'an expired key',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, as(await keyOf(ours, { expiresAt: new Date(Date.now() - 1_000) }))),
    ],
    [
      'a key from elsewhere',
      401,
      'invalid_client',
      async () => send('/oauth/token', grant, as(await keyOf(ours, { allowedCidrs: ['203.0.113.0/24'] }))),
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
        send('/oauth/token', grant, as(await keyOf(ours, { requireSignature: true, publicKey: Buffer.alloc(32, 7) }))),
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
    const short = await keyOf(ours, { expiresAt: new Date(Date.now() + 60_000) });
    const { body } = await send('/oauth/token', grant, as(short));
    expect(body.expires_in).toBeLessThanOrEqual(60);
  });

  it('gives none to a key in its last second', async () => {
    const ending = await keyOf(ours, { expiresAt: new Date(Date.now() + 900) });
    expect((await send('/oauth/token', grant, as(ending))).body.error).toBe('invalid_client');
    expect(await (await app()).database.clientToken.count({ where: { apiKeyId: ending.id } })).toBe(0);
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
