import { expectProblem } from '../support/assertions.js';
import type { Answer } from '../support/client.js';
import { expectHeaders } from '../support/headers.js';
import { exchange, request } from '../support/raw.js';
import { ABSENT, anonymous, school } from '../support/school.js';

type School = Awaited<ReturnType<typeof school>>;

const kinds: [kind: string, status: number, ask: (school: School) => Promise<Answer>][] = [
  ['a public answer', 200, () => anonymous.get('/livez')],
  ['a list', 200, ({ admin }) => admin.get('/v1/students')],
  ['a thing', 200, ({ admin, rows }) => admin.get(`/v1/students/${rows.sam.id}`)],
  ['HEAD', 200, ({ admin }) => admin.request('HEAD', '/v1/me')],
  [
    'what was created',
    201,
    ({ admin }) => admin.post('/v1/terms', { name: 'Spring', startsOn: '2027-01-11', endsOn: '2027-03-26' }),
  ],
  ['nothing to say', 204, ({ admin, rows }) => admin.delete(`/v1/terms/${rows.term.id}`)],
  ['OPTIONS', 204, () => anonymous.request('OPTIONS', '/v1/students')],
  [
    'what has not changed',
    304,
    ({ admin, rows }) => admin.get(`/v1/students/${rows.sam.id}`, { headers: { 'if-none-match': '"1"' } }),
  ],
  ['broken syntax', 400, () => anonymous.post('/v1/auth/login', undefined, { raw: '{' })],
  ['wrong input', 400, ({ admin }) => admin.get('/v1/students?limit=0')],
  ['a control character', 400, () => anonymous.get('/%00')],
  ['a malformed path', 400, () => anonymous.get('/%zz')],
  ['a malformed request', 400, () => exchange('garbage\r\n\r\n')],
  ['no credential', 401, () => anonymous.get('/v1/students')],
  ['a wrong password', 401, ({ admin }) => admin.login('a wrong passphrase')],
  ['a refused role', 403, ({ student }) => student.get('/v1/teachers')],
  ['a refused row', 403, ({ teacher, rows }) => teacher.patch(`/v1/classes/${rows.maths.id}`, { name: 'Algebra' })],
  ['an unknown path', 404, () => anonymous.get('/nowhere')],
  ['an absent thing', 404, ({ admin }) => admin.get(`/v1/students/${ABSENT}`)],
  ['a method that is not there', 405, () => anonymous.delete('/livez')],
  [
    'a taken value',
    409,
    ({ admin, rows }) => admin.patch(`/v1/students/${rows.sam.id}`, { studentNumber: rows.tim.studentNumber }),
  ],
  [
    'a stale precondition',
    412,
    ({ admin, rows }) => admin.delete(`/v1/students/${rows.sam.id}`, { headers: { 'if-match': '"9"' } }),
  ],
  ['too much', 413, () => anonymous.post('/v1/auth/login', undefined, { raw: ' '.repeat(102_401) })],
  [
    'a foreign media type',
    415,
    () => anonymous.post('/v1/auth/login', 'x', { headers: { 'content-type': 'text/plain' } }),
  ],
  ['a foreign expectation', 417, () => exchange(request('GET /livez', ['Expect: a-miracle']))],
  ['too long headers', 431, () => exchange(request('GET /livez', [`X-Word: ${'a'.repeat(20_000)}`]))],
];

it.each(kinds)('%s (%i) carries every header of the contract', async (_, status, ask) => {
  const answer = await ask(await school());
  expect(answer.status).toBe(status);
  expectHeaders(answer);
  if (status >= 400) expectProblem(answer, status);
  else if (status === 204 || status === 304) expect(answer.body).toBe('');
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  expect(answer.headers.get('set-cookie')).toBeNull();
});

it('lets the public keys alone be cached', async () => {
  expect((await anonymous.get('/.well-known/jwks.json')).headers.get('cache-control')).toBe('public, max-age=300');
});

it('keeps the tag of a thing on the 304', async () => {
  const { admin, rows } = await school();
  const { headers } = await admin.get(`/v1/students/${rows.sam.id}`, { headers: { 'if-none-match': 'W/"1"' } });
  expect(headers.get('etag')).toBe('"1"');
  expect(headers.get('content-type')).toBeNull();
});

describe('X-Request-Id', () => {
  const idFor = async (...lines: string[]) =>
    (await exchange(request('GET /v1/students', lines))).headers.get('x-request-id');

  it.each(['a', 'abc-DEF_1.2', '0', '...', 'x'.repeat(64)])('keeps %s', async (id) => {
    expect(await idFor(`X-Request-Id: ${id}`)).toBe(id);
  });

  it.each(['', 'a b', 'x'.repeat(65), 'a,b', 'a"', "a'", 'a/b', 'a;b', '<b>', '\u00e9', '%0a', '{}'])(
    'replaces %s',
    async (id) => {
      expect(await idFor(`X-Request-Id: ${id}`)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );

  it('replaces two of them, and gives every request its own', async () => {
    const ids = [await idFor('X-Request-Id: a', 'X-Request-Id: b'), await idFor(), await idFor()];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('is kept where the server refuses before any route', async () => {
    for (const start of ['GET /%zz', 'DELETE /livez', 'GET *']) {
      const { headers, body } = await exchange(request(start, ['X-Request-Id: mine']));
      expect([headers.get('x-request-id'), body.requestId]).toEqual(['mine', 'mine']);
    }
    expect((await exchange(request('GET /livez', ['Expect: a-miracle', 'X-Request-Id: mine']))).body.requestId).toBe(
      'mine',
    );
  });
});
