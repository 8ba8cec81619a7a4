import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { readSigningKeys } from '../../../apps/api/src/config/signing-keys.js';
import { expectProblem } from '../../support/assertions.js';
import { app, startApp } from '../../support/app.js';
import { Client } from '../../support/client.js';
import { PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';

const newKey = (kid: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid,
});
const [before, after] = [newKey('before'), newKey('after')];

async function serverWith(...keys: object[]) {
  const { config } = await app();
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    signingKeys: readSigningKeys(JSON.stringify({ keys }), true),
  });
  return new Client(async () => url);
}

const me = (server: Client, token: string) => server.get('/v1/me', { headers: { authorization: `Bearer ${token}` } });

describe('the signing keys', () => {
  it('are replaced without ending a session: the first signs, each verifies', async () => {
    const admin = await someone('admin');
    const login = { email: admin.email, password: PASSPHRASE };
    // One after another: passport keeps one strategy a process, that of the latest server.
    const old = await serverWith(before);
    const { body: early } = await old.post('/v1/auth/login', login);
    expect(decodeProtectedHeader(early.accessToken).kid).toBe('before');
    expect((await me(old, early.accessToken)).status).toBe(200);

    const fresh = await serverWith(after);
    expectProblem(await me(fresh, early.accessToken), 401);
    expectProblem(await fresh.post('/v1/auth/refresh', { refreshToken: early.refreshToken }), 401);

    const both = await serverWith(after, before);
    const { body: late } = await both.post('/v1/auth/login', login);
    expect(decodeProtectedHeader(late.accessToken).kid).toBe('after');
    for (const { accessToken } of [early, late]) expect((await me(both, accessToken)).status).toBe(200);
    const renewed = await both.post('/v1/auth/refresh', { refreshToken: early.refreshToken });
    expect(renewed.status).toBe(200);
    expect(decodeProtectedHeader(renewed.body.accessToken).kid).toBe('after');
    expect((await fresh.post('/v1/auth/refresh', { refreshToken: renewed.body.refreshToken })).status).toBe(200);
  });

  it('are published without their private parts', async () => {
    const server = await serverWith(after, before);
    const { status, body, headers } = await server.get('/.well-known/jwks.json');
    expect(status).toBe(200);
    expect(body).toEqual({
      keys: [after, before].map(({ x, y, kid }) => ({ kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' })),
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });
});
