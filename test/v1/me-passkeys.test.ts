import { sign, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { app, startApp } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { Authenticator, type Twist } from '../support/authenticator.js';
import { mailTo } from '../support/mail.js';
import { enrol, ORIGIN } from '../support/passkey.js';
import { type Actor, PASSPHRASE } from '../support/school.js';
import { holding, leaveOpen, session, sessionRow, someone } from '../support/session.js';

const path = '/v1/me/factors/passkeys';

const optionsFor = async (actor: Actor) => (await actor.post(`${path}/options`)).body;

async function passkeysOf({ userId }: Actor) {
  const { database } = await app();
  return database.factor.count({ where: { userId } });
}

describe('a passkey is not added', () => {
  const expectRefused = async (actor: Actor, response: unknown) => {
    expect(expectProblem(await actor.post(path, { response }), 400)).toEqual(['/response passkey']);
    expect(await passkeysOf(actor)).toBe(0);
  };

  it.each([
    ['on a page of another origin', { origin: 'http://homeroom.evil' }],
    ['on a page below, that is not of CORS_ORIGINS', { origin: 'http://x.homeroom.test' }],
    ['in a frame of a page of another site', { crossOrigin: true }],
    ['for another host', { rpId: 'homeroom.evil' }],
    ['by someone who was not verified', { verified: false }],
    ['without a touch', { present: false }],
    ['by an answer of a use', { type: 'webauthn.get' }],
    ['to a challenge that nobody gave out', { challenge: 'A'.repeat(43) }],
  ] as [string, Twist][])('%s', async (_, twist) => {
    const actor = await someone();
    await expectRefused(actor, new Authenticator(ORIGIN).create(await optionsFor(actor), twist));
  });

  it('twice by one answer', async () => {
    const actor = await someone();
    const response = new Authenticator(ORIGIN).create(await optionsFor(actor));
    expect((await actor.post(path, { response })).status).toBe(201);
    expect(expectProblem(await actor.post(path, { response }), 400)).toEqual(['/response passkey']);
    expect(await passkeysOf(actor)).toBe(1);
  });

  it('to a challenge that is older than five minutes', async () => {
    const actor = await someone();
    const response = new Authenticator(ORIGIN).create(await optionsFor(actor));
    const { database } = await app();
    const { expiresAt } = await database.challenge.findFirstOrThrow({ where: { userId: actor.userId } });
    expect(Math.abs(expiresAt.getTime() - Date.now() - 300_000)).toBeLessThan(5_000);
    await database.challenge.updateMany({ where: { userId: actor.userId }, data: { expiresAt: new Date() } });
    await expectRefused(actor, response);
  });

  it('to the challenge of another user, or of another session of the same', async () => {
    const [actor, other] = [await someone(), await someone()];
    await expectRefused(actor, new Authenticator(ORIGIN).create(await optionsFor(other)));
    const elsewhere = holding((await session(actor)).accessToken);
    const { body: options } = await elsewhere.post(`${path}/options`);
    await expectRefused(actor, new Authenticator(ORIGIN).create(options));
  });

  it('to the challenge of a login', async () => {
    const actor = await someone();
    const { challenge } = (await actor.post('/v1/auth/passkey/options')).body;
    const options = await optionsFor(actor);
    await expectRefused(actor, new Authenticator(ORIGIN).create({ ...options, challenge }));
  });

  it('a second time, by whomever', async () => {
    const [actor, other] = [await someone(), await someone()];
    const { authenticator } = await enrol(actor);
    expectProblem(await actor.post(path, { response: authenticator.create(await optionsFor(actor)) }), 409);
    expectProblem(await other.post(path, { response: authenticator.create(await optionsFor(other)) }), 409);
    expect([await passkeysOf(actor), await passkeysOf(other)]).toEqual([1, 0]);
  });

  it('beyond ten', async () => {
    const actor = await someone();
    for (let count = 0; count < 10; count += 1) await enrol(actor);
    expectProblem(await actor.post(path, { response: new Authenticator(ORIGIN).create(await optionsFor(actor)) }), 409);
    expect(await passkeysOf(actor)).toBe(10);
  });

  it('in a session that has proven nothing for ten minutes', async () => {
    const actor = await someone();
    const options = await optionsFor(actor);
    await leaveOpen(await actor.accessToken());
    for (const answer of [
      await actor.post(`${path}/options`),
      await actor.post(path, { response: new Authenticator(ORIGIN).create(options) }),
    ]) {
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toContain('insufficient_user_authentication');
    }
    expect(await passkeysOf(actor)).toBe(0);
  });
});

it('shows what a browser needs, and of the person no more than the authenticator shows its user', async () => {
  const actor = await someone();
  const { factor, authenticator } = await enrol(actor);
  const { database } = await app();
  const { name } = await database.user.findUniqueOrThrow({ where: { id: actor.userId } });
  const options = await optionsFor(actor);
  expect(options).toEqual({
    challenge: expect.stringMatching(/^[\w-]{43}$/),
    rp: { id: 'homeroom.test', name: 'Homeroom' },
    user: { id: expect.stringMatching(/^[\w-]{22}$/), name: actor.email, displayName: name },
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
    timeout: 300_000,
    excludeCredentials: [
      { id: authenticator.id.toString('base64url'), type: 'public-key', transports: ['internal', 'hybrid'] },
    ],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  });
  expect(Buffer.from(options.user.id, 'base64url').toString('hex')).toBe(actor.userId.replaceAll('-', ''));
  expect(factor.id).toEqual(expect.any(String));
});

it('comes with recovery codes if it is the first factor, is listed and told of, and counts as used', async () => {
  const actor = await someone();
  const { id, accessToken } = await session(actor);
  const client = holding(accessToken);
  const { factor } = await enrol(client);
  expect(factor).toMatchObject({ kind: 'passkey', name: 'Passkey', confirmedAt: expect.any(String) });
  expect(factor.recoveryCodes).toHaveLength(10);
  const { factor: second } = await enrol(client);
  expect(second.recoveryCodes).toBeNull();
  const { body } = await client.get('/v1/me/factors');
  expect(body.data.map((each: { id: string }) => each.id).toSorted()).toEqual([factor.id, second.id].toSorted());
  expect((await sessionRow(id)).factorAt).not.toBeNull();
  expect((await mailTo(actor.email)).subject).toBe('A second factor was added to your account');
});

it('takes no word of the maker of an authenticator, a sound one neither: its certificates are not even read', async () => {
  const actor = await someone();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Maker' }], {
    keyType: 'ec',
    curve: 'P-256',
  });
  const authenticator = new Authenticator(ORIGIN);
  const response = authenticator.create(await optionsFor(actor), {}, (rpIdHash, clientDataHash) => {
    const { x, y } = authenticator.point;
    const signed = Buffer.concat([Buffer.of(0), rpIdHash, clientDataHash, authenticator.id, Buffer.of(4), x, y]);
    const statement = { sig: sign('sha256', signed, key), x5c: [new X509Certificate(cert).raw] };
    return ['fido-u2f', new Map(Object.entries(statement))];
  });
  expect(expectProblem(await actor.post(path, { response }), 400)).toEqual(['/response passkey']);
  expect(await passkeysOf(actor)).toBe(0);
});

it('is for the host of PUBLIC_URL, and for the pages of CORS_ORIGINS that are on it or below', async () => {
  const corsOrigins = ['https://app.school.example', 'https://school.example:8443', 'https://evilschool.example'];
  const { databaseUrl } = (await app()).config;
  const { url } = await startApp({ databaseUrl, publicUrl: 'https://school.example', corsOrigins });
  const outcome = async (origin: string) => {
    const actor = await someone();
    const { accessToken } = (
      await holding('', async () => url).post('/v1/auth/login', { email: actor.email, password: PASSPHRASE })
    ).body;
    const client = holding(accessToken, async () => url);
    const { body: options } = await client.post(`${path}/options`);
    expect(options.rp.id).toBe('school.example');
    return (await client.post(path, { response: new Authenticator(origin).create(options) })).status;
  };
  const [app_, port, evil] = corsOrigins as [string, string, string];
  expect([await outcome('https://school.example'), await outcome(app_), await outcome(port)]).toEqual([201, 201, 201]);
  expect([await outcome(evil), await outcome('https://other.school.example')]).toEqual([400, 400]);
});
