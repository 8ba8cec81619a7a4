import { randomUUID } from 'node:crypto';
import { generateKeyPair, generateProof } from 'dpop';
import { decodeJwt, exportJWK, SignJWT } from 'jose';
import { app } from '../../support/app.js';
import { expectProblem } from '../../support/assertions.js';
import { ask, boundSession, holder, login, proof, refresh, withProof } from '../../support/dpop.js';
import { anonymous, PASSPHRASE, school } from '../../support/school.js';
import { growOld, sessionIdOf, sessionRow, someone } from '../../support/session.js';

describe('POST /v1/auth/login with a proof', () => {
  it('binds the session and its tokens to the key, and says so', async () => {
    const { keys, thumbprint } = await holder();
    const { status, body } = await login(await someone(), keys);
    expect([status, body.tokenType]).toEqual([200, 'DPoP']);
    expect(decodeJwt(body.accessToken).cnf).toEqual({ jkt: thumbprint });
    expect(await sessionRow(sessionIdOf(body.accessToken))).toMatchObject({ dpopThumbprint: thumbprint });
  });

  it('takes Ed25519 as well', async () => {
    expect((await login(await someone(), await generateKeyPair('Ed25519'))).body.tokenType).toBe('DPoP');
  });

  it('gives a bearer’s tokens without one', async () => {
    const { body } = await login(await someone());
    expect([body.tokenType, decodeJwt(body.accessToken).cnf]).toEqual(['Bearer', undefined]);
    expect(await sessionRow(sessionIdOf(body.accessToken))).toMatchObject({ dpopThumbprint: null });
  });

  it('is refused with a proof that is none, is for something else or was used, before the password is looked at', async () => {
    const { email } = await someone();
    const { keys } = await holder();
    const { config } = await app();
    const rsa = await generateKeyPair('RS256');
    const wrong = [
      'x',
      '',
      await proof(keys, 'GET', '/v1/auth/login'),
      await proof(keys, 'POST', '/v1/auth/refresh'),
      await generateProof(keys, 'http://elsewhere.test/v1/auth/login', 'POST'),
      await generateProof(rsa, `${config.publicUrl}/v1/auth/login`, 'POST'),
    ];
    const post = (dpop: string, password = PASSPHRASE) =>
      anonymous.post('/v1/auth/login', { email, password }, { headers: { dpop } });
    for (const dpop of wrong) {
      expect(expectProblem(await post(dpop), 400)).toEqual(['DPoP invalid_dpop_proof']);
      expect(expectProblem(await post(dpop, 'not the passphrase'), 400)).toEqual(['DPoP invalid_dpop_proof']);
    }
    const once = await proof(keys, 'POST', '/v1/auth/login');
    expect((await post(once)).status).toBe(200);
    expect(expectProblem(await post(once), 400)).toEqual(['DPoP invalid_dpop_proof']);
  });
});

it('a proof that gives its private key away binds nothing', async () => {
  const { email } = await someone();
  const { config } = await app();
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const make = async (shown: typeof privateKey) => {
    const claims = { jti: randomUUID(), htm: 'POST', htu: `${config.publicUrl}/v1/auth/login` };
    const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(shown) };
    return new SignJWT(claims).setProtectedHeader(header).setIssuedAt().sign(privateKey);
  };
  const post = async (dpop: string) =>
    anonymous.post('/v1/auth/login', { email, password: PASSPHRASE }, { headers: { dpop } });
  expect(expectProblem(await post(await make(privateKey)), 400)).toEqual(['DPoP invalid_dpop_proof']);
  expect((await post(await make(publicKey))).body.tokenType).toBe('DPoP');
});

it('a bound session that has to prove anew who is there is told so in the scheme of its tokens', async () => {
  const { admin } = await school();
  const { keys, accessToken } = await boundSession(admin);
  await growOld(sessionIdOf(accessToken));
  const dpop = await proof(keys, 'GET', '/v1/students', accessToken);
  const answer = await withProof('/v1/students', accessToken, dpop);
  expectProblem(answer, 401);
  expect(answer.headers.get('www-authenticate')).toBe('DPoP error="insufficient_user_authentication", max_age="600"');
});

describe('POST /v1/auth/refresh of a bound session', () => {
  it('gives bound tokens to who holds the key, again and again', async () => {
    const { keys, thumbprint, ...tokens } = await boundSession(await someone());
    let { refreshToken } = tokens;
    for (let round = 0; round < 3; round++) {
      const { status, body } = await refresh(refreshToken, keys);
      expect([status, body.tokenType, decodeJwt(body.accessToken).cnf]).toEqual([200, 'DPoP', { jkt: thumbprint }]);
      expect(
        (await withProof('/v1/me', body.accessToken, await proof(keys, 'GET', '/v1/me', body.accessToken))).status,
      ).toBe(200);
      refreshToken = body.refreshToken;
    }
  });

  it('is refused without a proof and with one by another key, which neither uses the token nor ends the session', async () => {
    const { keys, accessToken, refreshToken } = await boundSession(await someone());
    const other = await holder();
    expectProblem(await refresh(refreshToken), 401);
    expectProblem(await refresh(refreshToken, other.keys), 401);
    const { body } = await refresh(refreshToken, keys);
    // The used one, and one before it: in other hands they end nothing either.
    await refresh(body.refreshToken, keys);
    expectProblem(await refresh(refreshToken), 401);
    expect(await sessionRow(sessionIdOf(accessToken))).toMatchObject({ counter: 2, endedAt: null });
    expectProblem(await refresh(refreshToken, keys), 401);
    expect(await sessionRow(sessionIdOf(accessToken))).not.toMatchObject({ endedAt: null });
  });

  it('takes the proof of a request that brings its access token as well', async () => {
    const { keys, accessToken, refreshToken } = await boundSession(await someone());
    const headers = {
      authorization: `DPoP ${accessToken}`,
      dpop: await proof(keys, 'POST', '/v1/auth/refresh', accessToken),
    };
    const { status, body } = await anonymous.post('/v1/auth/refresh', { refreshToken }, { headers });
    expect([status, body.tokenType]).toEqual([200, 'DPoP']);
    expectProblem(await anonymous.post('/v1/auth/refresh', { refreshToken }, { headers }), 400);
  });
});

it('a refresh doesn’t bind a session that began as a bearer’s', async () => {
  const { body } = await login(await someone());
  const { keys } = await holder();
  expectProblem(await refresh(body.refreshToken, keys), 401);
  expect((await refresh(body.refreshToken)).body.tokenType).toBe('Bearer');
});

it('POST /v1/auth/switch keeps the binding', async () => {
  const { teacher } = await school();
  const { keys, thumbprint, accessToken } = await boundSession(teacher);
  const path = '/v1/auth/switch';
  const headers = { authorization: `DPoP ${accessToken}`, dpop: await proof(keys, 'POST', path, accessToken) };
  const { status, body } = await anonymous.post(path, { membershipId: teacher.membershipId }, { headers });
  expect([status, body.tokenType, decodeJwt(body.accessToken).cnf]).toEqual([200, 'DPoP', { jkt: thumbprint }]);
  expectProblem(await ask(path, { membershipId: teacher.membershipId }, keys), 401);
});
