import { setTimeout as delay } from 'node:timers/promises';
import { createKeySecret } from '../../apps/api/src/auth/key-secret.js';
import { apiKey, type TestKey } from '../support/api-key.js';
import { app, startApp, unique } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { eventually } from '../support/eventually.js';
import { elsewhere } from '../support/instances.js';
import { school } from '../support/school.js';
import { holding } from '../support/session.js';

type School = Awaited<ReturnType<typeof school>>;
let ours: School;
let theirs: School;
beforeAll(async () => {
  [ours, theirs] = [await school(), await school()];
});

const keyOf = (more = {}) => apiKey(ours.admin, ours.rows.schoolId, more);
const past = () => new Date(Date.now() - 1_000);

/** Nobody: the same 401 as for any other credential that is not good. */
async function expectNobody({ secret }: Pick<TestKey, 'secret'>, headers = {}) {
  const answer = await holding(secret).get('/v1/terms', { headers });
  expectProblem(answer, 401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
}

describe('a key', () => {
  it.each([
    ['is unknown', async () => createKeySecret('hr_live_')],
    ['is a token that is unknown', async () => createKeySecret('hr_at_')],
    ['is cut short', async () => (await keyOf()).secret.slice(0, -1)],
    ['is mistyped', async () => (await keyOf()).secret.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['is written in other letters', async () => (await keyOf()).secret.toUpperCase()],
    ['says that it is a token', async () => (await keyOf()).secret.replace('hr_live_', 'hr_at_')],
    ['has something after it', async () => `${(await keyOf()).secret}A`],
    ['is revoked', async () => (await keyOf({ revokedAt: past() })).secret],
    ['is expired', async () => (await keyOf({ expiresAt: past() })).secret],
    ['is used from elsewhere', async () => (await keyOf({ allowedCidrs: ['203.0.113.0/24', '2001:db8::/32'] })).secret],
    [
      'has to be signed for',
      async () => (await keyOf({ requireSignature: true, publicKey: Buffer.alloc(32, 7) })).secret,
    ],
  ])('that %s is nobody’s', async (_, make) => expectNobody({ secret: await make() }));

  it('acts for its school, and reads nothing of another', async () => {
    const { client } = await keyOf();
    expect((await client.all('/v1/students')).map(({ id }) => id).sort()).toEqual(
      [ours.rows.sam.id, ours.rows.tim.id].sort(),
    );
    expectProblem(await client.get(`/v1/students/${theirs.rows.sam.id}`), 404);
    expectProblem(await client.patch(`/v1/students/${theirs.rows.sam.id}`, { givenName: 'Eve' }), 404);
    expect((await client.get('/v1/school')).body.id).toBe(ours.rows.schoolId);
  });

  it.each(['/v1/me', '/v1/auth/sessions', '/v1/schools', '/v1/api-keys'])(
    'of every scope gets a 403 from %s',
    async (path) => {
      const { client } = await keyOf();
      const answer = await client.get(path);
      expect(answer.status).toBe(403);
    },
  );

  it('reads notes on health with the scope for them alone', async () => {
    const [some, all] = [
      await keyOf({ scopes: ['students:read'] }),
      await keyOf({ scopes: ['students:read.sensitive'] }),
    ];
    const path = `/v1/students/${ours.rows.sam.id}`;
    expect((await some.client.get(path)).body).not.toHaveProperty('medicalNotes');
    expect((await all.client.get(path)).body.medicalNotes).toBe('Allergic to nuts');
    const writing = await keyOf({ scopes: ['students:write'] });
    const { status, body } = await writing.client.patch(path, { preferredName: 'Sunny' });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('medicalNotes');
  });

  it('writes notes on health with the scope for them alone', async () => {
    const [some, all] = [
      await keyOf({ scopes: ['students:write', 'students:read.sensitive'] }),
      await keyOf({ scopes: ['students:write.sensitive'] }),
    ];
    const student = { studentNumber: unique('N'), givenName: 'Ada', familyName: 'Stone', medicalNotes: 'Asthma' };
    const path = `/v1/students/${ours.rows.tim.id}`;
    for (const answer of [
      await some.client.post('/v1/students', student),
      await some.client.patch(path, { medicalNotes: null }),
    ]) {
      expectProblem(answer, 403);
      expect(answer.body.errors).toMatchObject([{ pointer: '/medicalNotes' }]);
    }
    expect((await all.client.post('/v1/students', student)).body.medicalNotes).toBe('Asthma');
    expect((await all.client.patch(path, { medicalNotes: 'None' })).body.medicalNotes).toBe('None');
  });

  it('addresses an article to a class of its school, and to no other', async () => {
    const { client } = await keyOf({ scopes: ['articles:write'] });
    const article = await ours.admin.post('/v1/articles', { title: 'Trip', body: 'On Friday.', audience: 'school' });
    const path = `/v1/articles/${article.body.id}`;
    const [own, foreign] = [ours.rows.maths.id, theirs.rows.maths.id];
    expectProblem(await client.patch(path, { audience: 'class', classId: foreign }), 400);
    const answer = await client.patch(path, { audience: 'class', classId: own });
    expect([answer.status, answer.body.audience, answer.body.classId]).toEqual([200, 'class', own]);
    expect((await client.patch(path, { audience: 'school', classId: null })).status).toBe(200);
  });

  it('of which a scope is unknown has the others', async () => {
    const { client } = await keyOf({ scopes: ['everything:write', 'constructor', 'terms:read'] });
    expect((await client.get('/v1/terms')).status).toBe(200);
    expectProblem(await client.get('/v1/students'), 403);
  });

  it('is good from its networks, also through a proxy that is trusted', async () => {
    const { secret } = await keyOf({ allowedCidrs: ['127.0.0.0/8'] });
    expect((await holding(secret).get('/v1/terms')).status).toBe(200);
    const { config } = await app();
    const { url } = await startApp({ databaseUrl: config.databaseUrl, trustedProxies: 1 });
    const from = (address: string) =>
      holding(secret, async () => url).get('/v1/terms', { headers: { 'x-forwarded-for': address } });
    expectProblem(await from('203.0.113.9'), 401);
    expectProblem(await from('127.0.0.1x'), 401);
    expect((await from('127.9.9.9')).status).toBe(200);
    expect((await from('::ffff:127.0.0.1')).status).toBe(200);
  });

  it.each([
    ['its revocation', { revokedAt: new Date() }],
    ['its new end', { expiresAt: past() }],
    ['its revocation by a clock that is ahead', { revokedAt: new Date(Date.now() + 60_000) }],
    [
      'its rotation with no overlap by a clock that is ahead',
      { rotatedAt: new Date(Date.now() + 60_000), expiresAt: new Date(Date.now() + 60_000) },
    ],
    ['its new networks', { allowedCidrs: ['203.0.113.0/24'] }],
  ])('stops within a second of %s on every instance, though it was in use', async (_, data) => {
    const { id, secret } = await keyOf();
    const instances = [holding(secret), holding(secret, elsewhere)];
    for (const client of instances) expect((await client.get('/v1/terms')).status).toBe(200);
    await (await app()).database.apiKey.update({ where: { id }, data });
    const deadline = performance.now() + 1_000;
    for (const client of instances) {
      while ((await client.get('/v1/terms')).status === 200 && performance.now() < deadline) await delay(20);
      expectProblem(await client.get('/v1/terms'), 401);
    }
  });

  it('ends by itself while it is remembered', async () => {
    const expiresAt = new Date(Date.now() + 3_000);
    const { client, secret } = await keyOf({ expiresAt });
    expect((await client.get('/v1/terms')).status).toBe(200);
    await delay(expiresAt.getTime() - Date.now() + 1);
    await expectNobody({ secret });
  });

  it('knows when it was last used, though that is no change of it', async () => {
    const { id, client } = await keyOf();
    const { database } = await app();
    await client.get('/v1/terms');
    const row = () => database.apiKey.findUniqueOrThrow({ where: { id } });
    await eventually(async () => (await row()).lastUsedAt !== null);
    const { lastUsedAt, version } = await row();
    expect(Date.now() - lastUsedAt!.getTime()).toBeLessThan(10_000);
    expect(version).toBe(1);
    await client.get('/v1/terms');
    await delay(50);
    expect((await row()).lastUsedAt).toEqual(lastUsedAt);
  });

  it('does not see the cursor of another key as its own', async () => {
    const [first, second] = [await keyOf(), await keyOf()];
    const { body } = await first.client.get('/v1/students?limit=1');
    const path = `/v1/students?limit=1&cursor=${body.page.nextCursor}`;
    expect((await first.client.get(path)).status).toBe(200);
    expectProblem(await second.client.get(path), 400);
  });
});

it('has quotas for each key: another key, or the admin, still gets through', async () => {
  const { config } = await app();
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    rateLimits: { ...config.rateLimits, user: [{ limit: 2, seconds: 60 }] },
  });
  const [first, second] = [await keyOf(), await keyOf()];
  const get = async (secret: string) => (await holding(secret, async () => url).get('/v1/terms')).status;
  expect([await get(first.secret), await get(first.secret), await get(first.secret)]).toEqual([200, 200, 429]);
  expect(await get(second.secret)).toBe(200);
  expect(await get(await ours.admin.accessToken())).toBe(200);
});

it('looks up no more than a thousand unknown keys of an address in a minute, and still knows those that it knew', async () => {
  const [known, fresh] = [await keyOf(), await keyOf()];
  expect((await known.client.get('/v1/terms')).status).toBe(200);
  for (let batch = 0; batch < 10; batch++)
    await Promise.all(Array.from({ length: 100 }, () => holding(createKeySecret('hr_live_')).get('/v1/terms')));
  await expectNobody(fresh);
  expect((await known.client.get('/v1/terms')).status).toBe(200);
});
