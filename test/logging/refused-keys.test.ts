import { apiKey } from '../support/api-key.js';
import { app } from '../support/app.js';
import { startProcess } from '../support/process.js';
import { PASSPHRASE, school } from '../support/school.js';
import { holder, proof } from '../support/dpop.js';
import { Client } from '../support/client.js';
import { holding, someone } from '../support/session.js';
import { send, signed, signingKey } from '../support/signed.js';

it('tells of a known key that is refused which it is, whence it came and why, and nothing of its secret', async () => {
  const { admin, rows } = await school();
  const { databaseUrl } = (await app()).config;
  const server = await startProcess({ databaseUrl });
  for (const [why, more] of Object.entries({
    ended: { expiresAt: new Date(Date.now() - 1_000) },
    network: { allowedCidrs: ['203.0.113.0/24'] },
    signature: { requireSignature: true, publicKey: Buffer.alloc(32, 7) },
  })) {
    const { id, secret } = await apiKey(admin, rows.schoolId, more);
    expect((await holding(secret, async () => server.url).get('/v1/terms')).status).toBe(401);
    expect(await server.line({ event: 'key.refused', why })).toMatchObject({ keyId: id, ip: '127.0.0.1', level: 40 });
    expect(server.output()).not.toContain(secret.slice(8));
  }
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const server = async () => startProcess({ databaseUrl: (await app()).config.databaseUrl });

it('tells of a client of OAuth that leaves out its signature', async () => {
  const { url, line } = await server();
  const key = await signingKey();
  const authorization = `Basic ${btoa(`${key.id}:${key.secret}`)}`;
  const wanted = { method: 'POST', path: '/oauth/token', body: 'grant_type=client_credentials' };
  expect((await send({ authorization, ...form }, wanted, async () => url)).status).toBe(400);
  expect(await line({ event: 'key.refused', why: 'signature' })).toMatchObject({ keyId: key.id, ip: '127.0.0.1' });
});

it('tells of a signed request that comes again whose it was, wherever it is used up', async () => {
  const { url, line } = await server();
  const key = await signingKey();
  const authorization = `Basic ${btoa(`${key.id}:${key.secret}`)}`;
  const grant = { method: 'POST', path: '/oauth/token', body: 'grant_type=client_credentials', authorization };
  for (const [wanted, statuses] of [
    [{}, [200, 401]],
    [grant, [200, 400]],
  ] as const) {
    const headers = { ...signed(key, wanted), ...('body' in wanted && form) };
    const answers = [];
    for (let time = 1; time <= 2; time += 1) answers.push((await send(headers, wanted, async () => url)).status);
    expect(answers).toEqual(statuses);
    expect(await line({ event: 'proof.replayed', owner: `key ${key.id}` })).toMatchObject({
      ip: '127.0.0.1',
      level: 40,
    });
  }
});

it('tells of a proof that a login is asked for with again', async () => {
  const { url, line } = await server();
  const { email } = await someone();
  const { keys, thumbprint } = await holder();
  const headers = { dpop: await proof(keys, 'POST', '/v1/auth/login') };
  const login = () => new Client(async () => url).post('/v1/auth/login', { email, password: PASSPHRASE }, { headers });
  expect((await login()).status).toBe(200);
  expect((await login()).status).toBe(400);
  expect(await line({ event: 'proof.replayed', owner: `dpop ${thumbprint}` })).toMatchObject({ ip: '127.0.0.1' });
});

it('tells of a key that takes another’s place which it was', async () => {
  const { url, line } = await server();
  const { admin, rows } = await school();
  const { id } = await apiKey(admin, rows.schoolId);
  const { body } = await holding(await admin.accessToken(), async () => url).post(`/v1/api-keys/${id}/rotation`, {});
  expect(await line({ event: 'key.made', keyId: body.id })).toMatchObject({ rotatedFrom: id, userId: admin.userId });
});
