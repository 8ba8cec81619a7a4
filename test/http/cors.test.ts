import { app, startApp } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { Client } from '../support/client.js';
import { expectHeaders } from '../support/headers.js';
import { anonymous, school } from '../support/school.js';

const OWN = 'https://app.example';
const preflight = {
  origin: OWN,
  'access-control-request-method': 'PATCH',
  'access-control-request-headers': 'authorization,content-type,if-match',
};
const corsHeaders = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'));

let own: Promise<Client> | undefined;

/** A server that a page of OWN may call. */
function open(): Promise<Client> {
  own ??= startApp({ corsOrigins: [OWN, 'http://localhost:5173'] }).then(({ url }) => new Client(async () => url));
  return own;
}

describe('without CORS_ORIGINS', () => {
  it('no page of another origin may read an answer', async () => {
    for (const path of ['/livez', '/v1/students', '/nowhere', '/openapi.json']) {
      expect(corsHeaders((await anonymous.get(path, { headers: { origin: OWN } })).headers)).toEqual([]);
    }
  });

  it('a preflight gets nothing but what the path has', async () => {
    const { status, headers } = await anonymous.request('OPTIONS', '/v1/students', undefined, { headers: preflight });
    expect([status, headers.get('allow'), corsHeaders(headers)]).toEqual([204, 'GET, HEAD, POST, OPTIONS', []]);
  });
});

describe('with CORS_ORIGINS', () => {
  it.each([OWN, 'http://localhost:5173'])('a page of %s may ask and read', async (origin) => {
    const { status, headers, body } = await (
      await open()
    ).request('OPTIONS', '/v1/students', undefined, { headers: { ...preflight, origin } });
    expect([status, body]).toEqual([204, '']);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-methods')!.split(/, ?/)).toEqual(
      expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    );
    expect(headers.get('access-control-allow-headers')!.toLowerCase().split(/, ?/)).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'if-match']),
    );
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toMatch(/origin/i);
    expectHeaders({ headers });
  });

  it('a page may read refusals too, of every kind, and the headers that a client needs', async () => {
    const client = await open();
    const answers = [
      await client.get('/v1/students', { headers: { origin: OWN } }),
      await client.get('/nowhere', { headers: { origin: OWN } }),
      await client.delete('/livez', { headers: { origin: OWN } }),
      await client.get('/v1/students?q=%00', { headers: { origin: OWN } }),
      await client.post('/v1/auth/login', undefined, { raw: '{', headers: { origin: OWN } }),
      await client.post('/v1/auth/login', undefined, { raw: ' '.repeat(102_401), headers: { origin: OWN } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 405, 400, 400, 413]);
    for (const answer of answers) {
      expectProblem(answer, answer.status);
      expect(answer.headers.get('access-control-allow-origin')).toBe(OWN);
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/ETag.*Link.*WWW-Authenticate.*X-Request-Id/);
    }
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'http://app.example',
    'https://app.example:8443',
    'https://APP.example',
    'null',
    'https://xapp.example',
    `${OWN}/`,
  ])('a page of %s may not', async (origin) => {
    const client = await open();
    for (const method of ['OPTIONS', 'GET']) {
      const { headers } = await client.request(method, '/livez', undefined, { headers: { ...preflight, origin } });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('vary')).toMatch(/origin/i);
    }
  });

  it('a request without an origin is served as ever, and OPTIONS that is no preflight says what the path has', async () => {
    const client = await open();
    expect((await client.get('/livez')).status).toBe(200);
    const { status, headers } = await client.request('OPTIONS', '/v1/students');
    expect([status, headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });
});

it('a cookie or a password in the address is no credential', async () => {
  const { admin } = await school();
  const token = await admin.accessToken();
  expectProblem(await anonymous.get('/v1/me', { headers: { cookie: `access_token=${token}; token=${token}` } }), 401);
  expectProblem(await anonymous.get('/v1/me', { headers: { 'x-access-token': token } }), 401);
  expectProblem(await anonymous.get(`/v1/me?access_token=${token}`), 401);
  const { url } = await app();
  expectProblem(
    await anonymous.get('/v1/me', {
      headers: { authorization: `Basic ${Buffer.from(`${admin.email}:${url}`).toString('base64')}` },
    }),
    401,
  );
});
