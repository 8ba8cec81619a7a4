import { KeyRing } from '../../apps/api/src/auth/key-ring.js';
import { KeysInUse } from '../../apps/api/src/config/keys-in-use.js';
import { Sealing } from '../../apps/api/src/auth/sealing.js';
import { apiKey } from '../support/api-key.js';
import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { ABSENT, school } from '../support/school.js';
import { holding, leaveOpen } from '../support/session.js';

type School = Awaited<ReturnType<typeof school>>;
let ours: School;
let theirs: School;
beforeAll(async () => {
  [ours, theirs] = [await school(), await school()];
});

const YEAR_MS = 365 * 24 * 3_600_000;
const wanted = { name: 'Timetable import', scopes: ['students:read', 'terms:read'] };
const make = async (more = {}) => {
  const answer = await ours.admin.post('/v1/api-keys', { ...wanted, ...more });
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer;
};
const works = async (secret: string) => (await holding(secret).get('/v1/terms')).status === 200;
const row = async (id: string) => (await app()).database.apiKey.findUniqueOrThrow({ where: { id } });

describe('POST /v1/api-keys', () => {
  it.each([
    ['name', { name: '' }],
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: undefined }],
    ['scopes', { scopes: ['everything'] }],
    ['scopes', { scopes: ['terms:read', 'constructor'] }],
    ['scopes', { scopes: ['terms:read', 'terms:read'] }],
    ['expiresAt', { expiresAt: new Date(Date.now() - 1_000).toISOString() }],
    ['expiresAt', { expiresAt: new Date(Date.now() + YEAR_MS + 60_000).toISOString() }],
    ['expiresAt', { expiresAt: '2027-02-01' }],
    ['expiresAt', { expiresAt: null }],
    ['expiresAt', { expiresAt: 1_900_000_000_000 }],
    ['allowedCidrs', { allowedCidrs: ['203.0.113.7'] }],
    ['allowedCidrs', { allowedCidrs: ['203.0.113.7/24'] }],
    ['allowedCidrs', { allowedCidrs: ['203.0.113.0/33'] }],
    ['allowedCidrs', { allowedCidrs: ['203.0.113.0/024'] }],
    ['allowedCidrs', { allowedCidrs: ['0203.0.113.0/24'] }],
    ['allowedCidrs', { allowedCidrs: ['2001:db8::1/32'] }],
    ['allowedCidrs', { allowedCidrs: ['2001:0db8::/32'] }],
    ['allowedCidrs', { allowedCidrs: ['2001:DB8::/32'] }],
    ['allowedCidrs', { allowedCidrs: ['2001:db8::/129'] }],
    ['allowedCidrs', { allowedCidrs: ['::ffff:203.0.113.0/120'] }],
    ['allowedCidrs', { allowedCidrs: ['fe80::%eth0/64'] }],
    ['allowedCidrs', { allowedCidrs: Array.from({ length: 21 }, (_, at) => `10.${at}.0.0/16`) }],
    ['requireSignature', { requireSignature: 'yes' }],
    ['publicKey', { publicKey: 'A'.repeat(43) }],
    ['publicKey', { requireSignature: true, publicKey: 'A'.repeat(42) }],
    ['publicKey', { requireSignature: true, publicKey: `${'A'.repeat(42)}B` }],
    ['schoolId', { schoolId: ABSENT }],
    ['digest', { digest: 'x' }],
  ])('refuses %s in %j', async (property, more) => {
    const { database } = await app();
    const before = await database.apiKey.count();
    const answer = await ours.admin.post('/v1/api-keys', { ...wanted, ...more });
    expectProblem(answer, 400);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([`/${property}`]);
    expect(await database.apiKey.count()).toBe(before);
  });

  it.each(['teacher', 'student', 'guardian'] as const)('is not for a %s', async (who) => {
    expectProblem(await ours[who].post('/v1/api-keys', wanted), 403);
  });

  it('is not for a key, whatever its scopes', async () => {
    const { client } = await apiKey(ours.admin, ours.rows.schoolId);
    expectProblem(await client.post('/v1/api-keys', wanted), 403);
  });

  it('asks for a password or factor that was used lately', async () => {
    await leaveOpen(await theirs.admin.accessToken());
    for (const answer of [
      await theirs.admin.post('/v1/api-keys', wanted),
      await theirs.admin.post(`/v1/api-keys/${ABSENT}/rotation`, {}),
      await theirs.admin.delete(`/v1/api-keys/${ABSENT}`),
    ]) {
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"');
    }
    theirs.admin.forget();
  });

  it('shows the key once, and keeps only what none can be made from', async () => {
    const { body, headers } = await make();
    expect(body.key).toMatch(/^hr_live_[\w-]{49}$/);
    expect(body).toMatchObject({ ...wanted, allowedCidrs: [], requireSignature: false, signingSecret: null });
    expect(headers.get('location')).toBe(`/v1/api-keys/${body.id}`);
    expect(headers.get('etag')).toBe('"1"');
    expect(Math.abs(Date.parse(body.expiresAt) - Date.now() - YEAR_MS)).toBeLessThan(60_000);
    expect(await works(body.key)).toBe(true);
    const { key: _, signingSecret: _secret, lastUsedAt: _used, ...shown } = body;
    const read = await ours.admin.get(`/v1/api-keys/${body.id}`);
    expect(read.body).toMatchObject(shown);
    expect(read.headers.get('etag')).toBe('"1"');
    const listed = (await ours.admin.get('/v1/api-keys?limit=1')).body.data[0];
    expect(listed).toMatchObject(shown);
    for (const seen of [read.body, listed]) expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['key']));
    expect(JSON.stringify(await row(body.id))).not.toContain(body.key.slice(8, 40));
  });

  it('takes networks and an end', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const allowedCidrs = ['203.0.113.0/24', '10.0.0.1/32', '2001:db8::/32', '::1/128', '0.0.0.0/0'];
    const { body } = await make({ expiresAt: expiresAt.replace('Z', '+00:00'), allowedCidrs });
    expect(body).toMatchObject({ expiresAt, allowedCidrs });
  });

  it('gives a secret to sign with where no public key is given, and keeps it sealed', async () => {
    const { body } = await make({ requireSignature: true });
    const { signingSecret } = await row(body.id);
    const opened = new Sealing(new KeyRing(new KeysInUse((await app()).config))).open(signingSecret!, body.id);
    expect(opened.toString('base64url')).toBe(body.signingSecret);
    expect(opened).toHaveLength(32);
    expect(await works(body.key)).toBe(false);
    const publicKey = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    const verified = await make({ requireSignature: true, publicKey });
    expect(verified.body).toMatchObject({ publicKey, signingSecret: null });
    expect(await works(verified.body.key)).toBe(false);
  });
});

describe('another school’s key', () => {
  it('is not there', async () => {
    const { id, secret } = await apiKey(theirs.admin, theirs.rows.schoolId);
    const ids = (await ours.admin.all('/v1/api-keys')).map((one) => one.id);
    expect(ids).not.toContain(id);
    expectProblem(await ours.admin.get(`/v1/api-keys/${id}`), 404);
    expectProblem(await ours.admin.delete(`/v1/api-keys/${id}`), 404);
    expectProblem(await ours.admin.post(`/v1/api-keys/${id}/rotation`, {}), 404);
    expect(await works(secret)).toBe(true);
  });
});

describe('DELETE /v1/api-keys/{id}', () => {
  it('revokes at once, and takes the key out of every read', async () => {
    const { body } = await make();
    expect(await works(body.key)).toBe(true);
    expectProblem(await ours.admin.delete(`/v1/api-keys/${body.id}`, { headers: { 'if-match': '"9"' } }), 412);
    expect(await works(body.key)).toBe(true);
    expect((await ours.admin.delete(`/v1/api-keys/${body.id}`, { headers: { 'if-match': '"1"' } })).status).toBe(204);
    expect(await works(body.key)).toBe(false);
    expectProblem(await ours.admin.get(`/v1/api-keys/${body.id}`), 404);
    expectProblem(await ours.admin.delete(`/v1/api-keys/${body.id}`), 404);
    expectProblem(await ours.admin.post(`/v1/api-keys/${body.id}/rotation`, {}), 404);
    expect((await ours.admin.all('/v1/api-keys')).map(({ id }) => id)).not.toContain(body.id);
    expect((await row(body.id)).revokedAt).not.toBeNull();
  });
});

describe('POST /v1/api-keys/{id}/rotation', () => {
  const rotate = (id: string, body?: object) => ours.admin.post(`/v1/api-keys/${id}/rotation`, body);

  it.each([{ overlap: -1 }, { overlap: 604_801 }, { overlap: 1.5 }, { overlap: '60' }, { until: 5 }])(
    'refuses %j',
    async (body) => expectProblem(await rotate((await make()).body.id, body), 400),
  );

  it('gives a successor with the same rights and secrets of its own; both are good for the overlap', async () => {
    const { body: old } = await make({
      allowedCidrs: ['127.0.0.0/8'],
      expiresAt: new Date(Date.now() + 4e8).toISOString(),
    });
    const { status, body, headers } = await rotate(old.id, { overlap: 3_600 });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/api-keys/${body.id}`);
    expect(body.id).not.toBe(old.id);
    expect(body.key).not.toBe(old.key);
    expect(body).toMatchObject({ ...wanted, allowedCidrs: ['127.0.0.0/8'], rotatedAt: null });
    expect(Math.abs(Date.parse(body.expiresAt) - Date.now() - 4e8)).toBeLessThan(60_000);
    expect([await works(old.key), await works(body.key)]).toEqual([true, true]);
    const ending = (await ours.admin.get(`/v1/api-keys/${old.id}`)).body;
    expect(Math.abs(Date.parse(ending.expiresAt) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expectProblem(await rotate(old.id), 409);
  });

  it('ends the old key at once without an overlap', async () => {
    const { body: old } = await make();
    expect(await works(old.key)).toBe(true);
    const { body } = await rotate(old.id, { overlap: 0 });
    expect([await works(old.key), await works(body.key)]).toEqual([false, true]);
  });

  it('gives a successor that signs with another key, where one is given', async () => {
    const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((bytes) => bytes.toString('base64url'));
    const { body: old } = await make({ requireSignature: true, publicKey: first });
    const { body } = await rotate(old.id, { publicKey: second });
    expect(body).toMatchObject({ requireSignature: true, publicKey: second, signingSecret: null });
    expect((await rotate(body.id)).body.publicKey).toBe(second);
  });

  it.each([{}, { requireSignature: true }])('gives no public key to one that has none (%j)', async (more) => {
    const { body: old } = await make(more);
    const answer = await rotate(old.id, { publicKey: Buffer.alloc(32, 1).toString('base64url') });
    expectProblem(answer, 400);
    expect(answer.body.errors).toMatchObject([{ pointer: '/publicKey' }]);
    expect((await row(old.id)).rotatedAt).toBeNull();
  });

  it('never lengthens the old key’s life, and gives an ended one no successor', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { body: old } = await make({ expiresAt });
    await rotate(old.id, { overlap: 604_800 });
    expect((await ours.admin.get(`/v1/api-keys/${old.id}`)).body.expiresAt).toBe(expiresAt);
    const { id } = await apiKey(ours.admin, ours.rows.schoolId, { expiresAt: new Date(Date.now() - 1_000) });
    expectProblem(await rotate(id), 409);
  });

  it('gives one of many rotations at once the successor', async () => {
    const { body: old } = await make({ name: 'Raced', requireSignature: true });
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(old.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    expect((await ours.admin.all('/v1/api-keys')).filter(({ name }) => name === 'Raced')).toHaveLength(2);
    const { body } = answers.find(({ status }) => status === 201)!;
    expect(body.signingSecret).toMatch(/^[\w-]{43}$/);
    expect(body.signingSecret).not.toBe(old.signingSecret);
  });
});
