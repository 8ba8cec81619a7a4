import { createRemoteJWKSet, jwtVerify } from 'jose';
import { app } from '../support/app.js';
import { anonymous, school } from '../support/school.js';

describe('GET /.well-known/jwks.json', () => {
  it('gives whoever asks what is needed to verify an access token, and nothing that signs one', async () => {
    const { teacher } = await school();
    const { url, config } = await app();
    const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(await teacher.accessToken(), keys, {
      issuer: 'http://homeroom.test',
      audience: 'homeroom',
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload.sub).toBe(teacher.userId);
    const { body } = await anonymous.get('/.well-known/jwks.json');
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    for (const { d } of config.signingKeys) expect(JSON.stringify(body)).not.toContain(d);
  });

  it('is the same for whoever asks with a bad credential', async () => {
    expect((await anonymous.get('/.well-known/jwks.json', { headers: { authorization: 'Bearer x' } })).status).toBe(
      200,
    );
  });
});
