import { setTimeout as delay } from 'node:timers/promises';
import { apiKey } from '../support/api-key.js';
import type { Config } from '../../apps/api/src/config/config.js';
import { expectProblem } from '../support/assertions.js';
import { app, startApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { ABSENT, PASSPHRASE, school } from '../support/school.js';
import { holding, session, someone } from '../support/session.js';

const much = [{ limit: 1_000_000, seconds: 60 }];

/** A server with these limits, and clients of it; every test has its own, so that none uses up another's. */
async function limited(rateLimits: Partial<Config['rateLimits']>) {
  const { config } = await app();
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    rateLimits: { user: much, anonymous: much, login: much, ...rateLimits },
  });
  const at = async () => url;
  return { nobody: new Client(at), as: (accessToken: string) => holding(accessToken, at) };
}

const limits = ({ headers }: { headers: Headers }) => [headers.get('ratelimit-policy'), headers.get('ratelimit')];

describe('the rate of a user', () => {
  it('is told with every answer that counts, one policy a window, and beyond it comes a 429', async () => {
    const { as } = await limited({
      user: [
        { limit: 3, seconds: 10 },
        { limit: 50, seconds: 3_600 },
        { limit: 500, seconds: 86_400 },
      ],
    });
    const teacher = as((await session(await someone())).accessToken);
    const policies = '"burst";q=3;w=10, "hour";q=50;w=3600, "day";q=500;w=86400';
    const answers = [];
    for (const path of ['/v1/me', '/v1/nowhere', `/v1/students/${ABSENT}`]) answers.push(await teacher.get(path));
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(limits(answers[0]!)).toEqual([policies, '"burst";r=2;t=10, "hour";r=49;t=3600, "day";r=499;t=86400']);
    expect(limits(answers[2]!)).toEqual([
      policies,
      expect.stringMatching(/^"burst";r=0;t=\d+, "hour";r=47;t=\d+, "day";r=497;t=\d+$/),
    ]);
    const refused = await teacher.get('/v1/me');
    expectProblem(refused, 429);
    expect(refused.headers.get('ratelimit')).toMatch(/^"burst";r=0;t=\d+/);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(10);
    expect(refused.headers.get('ratelimit')).toContain(`"burst";r=0;t=${wait}`);
  });

  it('is each user’s own, over all its sessions and whatever others at its address do', async () => {
    const { as, nobody } = await limited({ user: [{ limit: 2, seconds: 60 }] });
    const [one, two] = [await someone(), await someone()];
    const [first, again, other] = [await session(one), await session(one), await session(two)];
    expect((await as(first.accessToken).get('/v1/me')).status).toBe(200);
    expect((await as(again.accessToken).get('/v1/me')).status).toBe(200);
    for (const { accessToken } of [first, again]) expectProblem(await as(accessToken).get('/v1/me'), 429);
    expect((await as(other.accessToken).get('/v1/me')).status).toBe(200);
    expectProblem(await nobody.get('/v1/me'), 401);
  });

  it('is refused before the role, the input and the row are looked at, but after size and syntax', async () => {
    const { as } = await limited({ user: [{ limit: 1, seconds: 60 }] });
    const teacher = as((await session(await someone())).accessToken);
    expect((await teacher.get('/v1/me')).status).toBe(200);
    expectProblem(await teacher.post('/v1/students', { nonsense: 1 }), 429);
    expectProblem(await teacher.post('/v1/articles', { nonsense: 1 }), 429);
    expectProblem(await teacher.get('/v1/students?nonsense=1'), 429);
    expectProblem(await teacher.get(`/v1/students/${ABSENT}`), 429);
    expectProblem(await teacher.put('/v1/students', {}), 429);
    expectProblem(await teacher.post('/v1/articles', undefined, { raw: '{' }), 400);
    expectProblem(await teacher.post('/v1/articles', undefined, { raw: ' '.repeat(102_401) }), 413);
  });

  it('starts anew with the next window', async () => {
    const { as } = await limited({ user: [{ limit: 1, seconds: 5 }] });
    const teacher = as((await session(await someone())).accessToken);
    expect((await teacher.get('/v1/me')).status).toBe(200);
    const refused = await teacher.get('/v1/me');
    expectProblem(refused, 429);
    await delay(Number(refused.headers.get('retry-after')) * 1_000 + 50);
    const { status, headers } = await teacher.get('/v1/me');
    expect([status, headers.get('ratelimit')]).toEqual([200, '"burst";r=0;t=5']);
  });
});

describe('the rate of an API key', () => {
  it('is its own, as a bearer’s and as a client’s of OAuth together, whatever others at its address do', async () => {
    const { as, nobody } = await limited({ user: [{ limit: 2, seconds: 60 }], anonymous: [{ limit: 1, seconds: 60 }] });
    const { admin, rows } = await school();
    const [one, other] = [await apiKey(admin, rows.schoolId), await apiKey(admin, rows.schoolId)];
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const tokenOf = ({ id, secret }: typeof one) => {
      const raw = `grant_type=client_credentials&client_id=${id}&client_secret=${secret}`;
      return nobody.post('/oauth/token', undefined, { raw, headers });
    };
    expect(limits(await tokenOf(one))).toEqual(['"burst";q=2;w=60', '"burst";r=1;t=60']);
    expect(limits(await as(one.secret).get('/v1/terms'))[1]).toMatch(/^"burst";r=0;t=/);
    expectProblem(await tokenOf(one), 429);
    expect((await tokenOf(other)).status).toBe(200);
    // Who is no client is nobody.
    expect(limits(await tokenOf({ ...one, id: other.id }))[0]).toBe('"anonymous";q=1;w=60');
    expectProblem(await tokenOf({ ...one, id: other.id }), 429);
  });
});

describe('the rate of an address without a user', () => {
  it('counts what has no living credential: unknown routes and bad tokens too', async () => {
    const { nobody, as } = await limited({ anonymous: [{ limit: 4, seconds: 60 }] });
    const statuses = [];
    for (const client of [nobody, as('x.y.z')])
      for (const path of ['/v1/nowhere', '/v1/students']) statuses.push((await client.get(path)).status);
    expect(statuses).toEqual([404, 401, 404, 401]);
    const refused = await nobody.get('/v1/students');
    expectProblem(refused, 429);
    expect(limits(refused)).toEqual(['"anonymous";q=4;w=60', expect.stringMatching(/^"anonymous";r=0;t=\d+$/)]);
    for (const path of ['/.well-known/jwks.json', '/v1/nowhere', '/openapi.json'])
      expectProblem(await nobody.get(path), 429);
    expectProblem(await nobody.post('/v1/auth/refresh', { refreshToken: 'x' }), 429);
    expect((await as((await session(await someone())).accessToken).get('/v1/me')).status).toBe(200);
  });

  it('does not count the probes of those who watch over the server', async () => {
    const { nobody } = await limited({ anonymous: [{ limit: 1, seconds: 60 }] });
    expectProblem(await nobody.get('/v1/me'), 401);
    expectProblem(await nobody.get('/v1/me'), 429);
    for (const path of ['/livez', '/readyz', '/livez'])
      await eventually(async () => {
        const probe = await nobody.get(path);
        expect(limits(probe)).toEqual([null, null]);
        return probe.status === 200;
      });
  });
});

describe('the rate of passwords from an address', () => {
  it('counts right and wrong ones alike, apart from other requests', async () => {
    const { nobody, as } = await limited({
      login: [{ limit: 3, seconds: 60 }],
      anonymous: [{ limit: 1, seconds: 60 }],
    });
    const { email } = await someone();
    const login = (password: string) => nobody.post('/v1/auth/login', { email, password });
    const right = await login(PASSPHRASE);
    expect([right.status, ...limits(right)]).toEqual([200, '"login";q=3;w=60', '"login";r=2;t=60']);
    expectProblem(await login('not the passphrase'), 401);
    const teacher = as(right.body.accessToken);
    const change = () =>
      teacher.put('/v1/me/password', {
        currentPassword: 'not the passphrase',
        newPassword: 'seven quiet herons at dawn',
      });
    expectProblem(await change(), 400);
    for (const refused of [await login(PASSPHRASE), await change(), await nobody.post('/v1/invitations/accept', {})])
      expectProblem(refused, 429);
    expect((await teacher.get('/v1/me')).status).toBe(200);
    expectProblem(await nobody.get('/v1/me'), 401);
  });
});
