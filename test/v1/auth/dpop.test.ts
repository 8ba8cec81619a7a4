import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { app, startApp } from '../../support/app.js';
import { expectProblem } from '../../support/assertions.js';
import { type Answer, Client } from '../../support/client.js';
import { boundSession, holder, proof, withProof } from '../../support/dpop.js';
import { exchange, request } from '../../support/raw.js';
import { someone } from '../../support/session.js';

const algs = 'algs="ES256 Ed25519 EdDSA"';
const now = () => Math.floor(Date.now() / 1_000);

function expectRefused(answer: Answer, error = 'invalid_dpop_proof') {
  expectProblem(answer, 401);
  expect(answer.headers.get('www-authenticate')).toBe(`DPoP error="${error}", ${algs}`);
}

/** A bound session, and a way to make any proof with its key. */
async function forger() {
  const actor = await someone();
  const { accessToken: token, keys } = await boundSession(actor);
  const jwk = await exportJWK(keys.publicKey);
  const claims = {
    jti: randomUUID(),
    htm: 'GET',
    htu: 'http://homeroom.test/v1/me',
    iat: now(),
    ath: createHash('sha256').update(token).digest('base64url'),
  };
  const make = (changes: object = {}, header: object = {}, key: Parameters<SignJWT['sign']>[0] = keys.privateKey) =>
    new SignJWT({ ...claims, jti: randomUUID(), ...changes })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
      .sign(key);
  return { token, keys, jwk, claims, make };
}

const wrongClaims: [string, object][] = [
  ['another method', { htm: 'POST' }],
  ['the method in small letters', { htm: 'get' }],
  ['no method', { htm: undefined }],
  ['another path', { htu: 'http://homeroom.test/v1/students' }],
  ['another server', { htu: 'http://elsewhere.test/v1/me' }],
  ['another scheme', { htu: 'https://homeroom.test/v1/me' }],
  ['another port', { htu: 'http://homeroom.test:3000/v1/me' }],
  ['a user in the address', { htu: 'http://someone@homeroom.test/v1/me' }],
  ['a path alone', { htu: '/v1/me' }],
  ['no address', { htu: undefined }],
  ['a list of addresses', { htu: ['http://homeroom.test/v1/me'] }],
  ['the time of two minutes ago', { iat: now() - 120 }],
  ['the time in two minutes', { iat: now() + 120 }],
  ['no time', { iat: undefined }],
  ['a time that is text', { iat: String(now()) }],
  ['an end that has passed', { exp: now() - 10 }],
  ['the digest of another token', { ath: createHash('sha256').update('other').digest('base64url') }],
  ['no digest of the token', { ath: undefined }],
  ['no id', { jti: undefined }],
  ['an id that is short', { jti: 'a' }],
  ['an id that is long', { jti: 'a'.repeat(129) }],
  ['an id that is a number', { jti: 1_234_567_890_123_456 }],
];

describe('a token that is bound to a key', () => {
  it('is good with a new proof each time, whatever the query, and is the caller’s on every route', async () => {
    const { token, keys } = await forger();
    for (const path of ['/v1/me', '/v1/auth/sessions', '/v1/me'])
      expect((await withProof(path, token, await proof(keys, 'GET', path, token))).status).toBe(200);
    const paged = await withProof(
      '/v1/auth/sessions?limit=1',
      token,
      await proof(keys, 'GET', '/v1/auth/sessions', token),
    );
    expect(paged.status).toBe(200);
  });

  it.each([
    ['HTTP://HOMEROOM.TEST:80/v1/me'],
    ['http://homeroom.test/v1/x/../me?a=b#c'],
    ['http://homeroom.test/v1/%6de'],
  ])('knows its address as %s', async (htu) => {
    const { token, make } = await forger();
    expect((await withProof('/v1/me', token, await make({ htu }))).status).toBe(200);
  });

  it('is refused as a bearer’s, with a proof or without', async () => {
    const { token, make } = await forger();
    expectRefused(await withProof('/v1/me', token, undefined, 'Bearer'), 'invalid_token');
    expectRefused(await withProof('/v1/me', token, await make(), 'Bearer'), 'invalid_token');
  });

  it('is refused to who has stolen it: without a proof, and with one by another key', async () => {
    const { token } = await forger();
    expectRefused(await withProof('/v1/me', token, undefined));
    expectRefused(await withProof('/v1/me', token, ''));
    const { keys } = await holder();
    expectRefused(await withProof('/v1/me', token, await proof(keys, 'GET', '/v1/me', token)));
  });

  it.each(wrongClaims)('is refused with a proof that has %s', async (_, changes) => {
    const { token, make } = await forger();
    expectRefused(await withProof('/v1/me', token, await make(changes)));
  });

  it.each([
    ['another type', { typ: 'JWT' }],
    ['no type', { typ: undefined }],
    ['no key', { jwk: undefined }],
  ])('is refused with a proof whose header has %s', async (_, header) => {
    const { token, make } = await forger();
    expectRefused(await withProof('/v1/me', token, await make({}, header)));
  });

  it('is refused with a proof that is signed by a secret, by nobody, by another key than its header shows, or that gives the private key away', async () => {
    const { token, jwk, claims, make } = await forger();
    const secret = { kty: 'oct', k: Buffer.alloc(32).toString('base64url') };
    expectRefused(
      await withProof('/v1/me', token, await make({}, { alg: 'HS256', jwk: secret }, await importJWK(secret, 'HS256'))),
    );
    const unsigned = new UnsecuredJWT(claims).encode();
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk })).toString('base64url');
    expectRefused(await withProof('/v1/me', token, [none, ...unsigned.split('.').slice(1)].join('.')));
    const other = await generateKeyPair('ES256', { extractable: true });
    expectRefused(await withProof('/v1/me', token, await make({}, {}, other.privateKey)));
    const whole: JWK = await exportJWK(other.privateKey);
    expectRefused(await withProof('/v1/me', token, await make({}, { jwk: whole }, other.privateKey)));
    const rsa = await generateKeyPair('RS256');
    const shown = { alg: 'RS256', jwk: await exportJWK(rsa.publicKey) };
    expectRefused(await withProof('/v1/me', token, await make({}, shown, rsa.privateKey)));
  });

  it('is refused with two proofs, though each be good', async () => {
    const { token, make } = await forger();
    const lines = [`Authorization: DPoP ${token}`, `DPoP: ${await make()}`, `DPoP: ${await make()}`];
    expectRefused(await exchange(request('GET /v1/me', lines)));
  });

  it('is refused with a proof that was used, on this instance and on another', async () => {
    const { config } = await app();
    const second = await startApp({ databaseUrl: config.databaseUrl });
    const { token, make } = await forger();
    const there = () => Promise.resolve(second.url);
    const used = await make();
    expect((await withProof('/v1/me', token, used)).status).toBe(200);
    expectRefused(await withProof('/v1/me', token, used));
    expectRefused(await withProof('/v1/me', token, used, 'DPoP', there));
    expect((await withProof('/v1/me', token, await make(), 'DPoP', there)).status).toBe(200);
    // It is the id that is used up, not the text.
    const jti = randomUUID();
    expect((await withProof('/v1/me', token, await make({ jti }))).status).toBe(200);
    expectRefused(await withProof('/v1/me', token, await make({ jti, iat: now() + 1 })));
  });

  it('lets one of twenty in that come with one proof at once', async () => {
    const { token, make } = await forger();
    const one = await make();
    const answers = await Promise.all(Array.from({ length: 20 }, () => withProof('/v1/me', token, one)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(19).fill(401)]);
  });

  it('doesn’t use up the id of a proof that is refused', async () => {
    const { token, make } = await forger();
    const jti = randomUUID();
    expectRefused(await withProof('/v1/me', token, await make({ jti, ath: 'x' })));
    expect((await withProof('/v1/me', token, await make({ jti }))).status).toBe(200);
  });

  it('is nobody’s once its session has ended, whatever the proof', async () => {
    const { token, keys, make } = await forger();
    const headers = { authorization: `DPoP ${token}`, dpop: await proof(keys, 'POST', '/v1/auth/logout', token) };
    expect(
      (await new Client(async () => (await app()).url).post('/v1/auth/logout', undefined, { headers })).status,
    ).toBe(204);
    expectRefused(await withProof('/v1/me', token, await make()), 'invalid_token');
  });
});

describe('a token that is bound to nothing', () => {
  it('is refused as DPoP, with a proof or without', async () => {
    const token = await (await someone()).accessToken();
    const { keys } = await holder();
    expectRefused(await withProof('/v1/me', token, undefined), 'invalid_token');
    expectRefused(await withProof('/v1/me', token, await proof(keys, 'GET', '/v1/me', token)), 'invalid_token');
    expect((await withProof('/v1/me', token, undefined, 'Bearer')).status).toBe(200);
  });
});
