import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { expectProblem } from '../../support/assertions.js';
import { app } from '../../support/app.js';
import { anonymous, school } from '../../support/school.js';
import { someone } from '../../support/session.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);

const me = (token: string, scheme = 'Bearer') =>
  anonymous.get('/v1/me', { headers: { authorization: `${scheme} ${token}` } });

async function expectRefused(token: string) {
  const answer = await me(token);
  expectProblem(answer, 401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
}

/** A good token's parts, and a way to sign others with the server's own key. */
async function forger() {
  const admin = await someone('admin');
  const { config } = await app();
  const token = await admin.accessToken();
  const jwk = config.signingKeys[0] as JWK;
  const [header, claims] = [decodeProtectedHeader(token), decodeJwt(token)];
  const sign = async (changes: { header?: object; claims?: object }, key: JWK = jwk) =>
    new SignJWT({ ...claims, ...changes.claims })
      .setProtectedHeader({ ...header, ...changes.header } as never)
      .sign(await importJWK(key, 'ES256'), { crit: { exp: true } });
  return { token, jwk, header, claims, sign };
}

describe('an access token', () => {
  it('has the header and the claims of the contract, and no others that tell of anyone', async () => {
    const { teacher, rows } = await school();
    const { config } = await app();
    const first = await teacher.accessToken();
    expect(decodeProtectedHeader(first)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: config.signingKeys[0]!.kid });
    const { iat, exp, jti, sid, ...claims } = decodeJwt(first);
    expect(claims).toEqual({
      iss: 'http://homeroom.test',
      aud: 'homeroom',
      sub: teacher.userId,
      mid: teacher.membershipId,
      school: rows.schoolId,
      role: 'teacher',
      epoch: 1,
    });
    expect(exp).toBe(iat! + 600);
    expect(Math.abs(iat! - now())).toBeLessThan(60);
    expect([jti, sid]).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
    const second = decodeJwt(await teacher.forget().accessToken());
    expect([second.jti, second.sid]).not.toEqual([jti, sid]);
  });

  it('is let in when it is signed anew with the same header and claims: what follows is refused for its own reason', async () => {
    const { sign } = await forger();
    expect((await me(await sign({}))).status).toBe(200);
    expect((await me(await sign({}), 'bearer')).status).toBe(200);
    expect((await me(await sign({}), 'BEARER')).status).toBe(200);
  });

  it.each([
    ['another type', { header: { typ: 'JWT' } }],
    ['no type', { header: { typ: undefined } }],
    ['an unknown key', { header: { kid: 'another' } }],
    ['no key', { header: { kid: undefined } }],
    ['a key that is a path', { header: { kid: '../../../dev/null' } }],
    ['a place to get keys from', { header: { jku: 'https://attacker.example/jwks.json' } }],
    ['a key in it', { header: { jwk: { kty: 'EC' } } }],
    ['a certificate', { header: { x5u: 'https://attacker.example/cert' } }],
    ['critical extensions', { header: { crit: ['exp'], exp: 1 } }],
    ['another issuer', { claims: { iss: 'http://homeroom.example' } }],
    ['no issuer', { claims: { iss: undefined } }],
    ['another audience', { claims: { aud: 'another' } }],
    ['no audience', { claims: { aud: undefined } }],
    ['an expiry in the past', { claims: { exp: now() - 1 } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['a beginning in the future', { claims: { nbf: now() + 3_600 } }],
    ['another role', { claims: { role: 'operator', school: null } }],
    ['another epoch', { claims: { epoch: 2 } }],
    ['no epoch', { claims: { epoch: undefined } }],
    ['no session', { claims: { sid: undefined } }],
    ['a session that is no id', { claims: { sid: "' OR 1=1 --" } }],
    ['a session that is an object', { claims: { sid: { not: null } } }],
    ['a membership that is an object', { claims: { mid: { not: null } } }],
    ['a user that is an object', { claims: { sub: { not: '' } } }],
  ])('is refused with %s, though rightly signed', async (_, changes) => {
    const { sign } = await forger();
    await expectRefused(await sign(changes));
  });

  it('is refused once it has expired, though it has been verified before', async () => {
    const { sign } = await forger();
    const exp = now() + 5;
    const token = await sign({ claims: { exp } });
    expect((await me(token)).status).toBe(200);
    await delay(exp * 1_000 - Date.now() + 20);
    await expectRefused(token);
  });

  it('is refused with another one’s session, membership, user or school', async () => {
    const { sign } = await forger();
    const others = decodeJwt(await (await school()).admin.accessToken());
    for (const claim of ['sid', 'mid', 'sub', 'school'])
      await expectRefused(await sign({ claims: { [claim]: others[claim] } }));
  });

  it('is refused without a signature, and with one of another algorithm or key', async () => {
    const { token, jwk, header, claims, sign } = await forger();
    const [head, body, signature] = token.split('.') as [string, string, string];
    await expectRefused(new UnsecuredJWT(claims).encode());
    await expectRefused(`${text({ ...header, alg: 'none' })}.${body}.`);
    await expectRefused(`${text({ ...header, alg: 'none' })}.${body}.${signature}`);
    await expectRefused(`${head}.${body}.`);
    await expectRefused(`${head}.${text({ ...claims, role: 'operator', school: null })}.${signature}`);
    const { d: _, ...publicJwk } = jwk;
    const pem = createPublicKey({ key: { ...publicJwk }, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    for (const secret of [String(pem), JSON.stringify(publicJwk)]) {
      const hs256 = new SignJWT({ ...claims }).setProtectedHeader({ ...header, alg: 'HS256' });
      await expectRefused(await hs256.sign(Buffer.from(secret)));
    }
    const another = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    await expectRefused(await sign({}, { ...another, alg: 'ES256' }));
  });

  it('is nothing that came from elsewhere: a refresh token, another scheme, a query, a cookie or a body', async () => {
    const admin = await someone('admin');
    const { body } = await admin.login();
    await expectRefused(body.refreshToken);
    for (const scheme of ['Basic', 'JWT', 'Token', 'Bearer:']) expectProblem(await me(body.accessToken, scheme), 401);
    for (const more of [' x', ',x', ' ', ';x=y']
      .map((end) => `${body.accessToken}${end}x`)
      .concat(`x ${body.accessToken}`))
      expectProblem(await me(more), 401);
    expectProblem(await anonymous.get(`/v1/students?access_token=${body.accessToken}`), 401);
    expectProblem(await anonymous.get('/v1/me', { headers: { cookie: `accessToken=${body.accessToken}` } }), 401);
    const bare = await anonymous.get('/v1/me');
    expect(bare.headers.get('www-authenticate')).toBe('Bearer');
  });
});
