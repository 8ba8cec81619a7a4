import { exchange, request } from '../support/raw.js';
import { ABSENT, operator, school } from '../support/school.js';
import { Client } from '../support/client.js';
import { holding } from '../support/session.js';
import { startProcess } from '../support/process.js';

let server: ReturnType<typeof startProcess> | undefined;
const logging = () => (server ??= startProcess());
const url = async () => (await logging()).url;

let requests = 0;
/** A request id that nothing else has, to find the request's line by. */
const tagged = () => ({ headers: { 'x-request-id': `log-${(requests += 1)}` } });
const lineOf = async ({ headers }: { headers: Headers }) =>
  (await logging()).line({ requestId: headers.get('x-request-id') });

describe('the log', () => {
  it('has one JSON line a request: who, what, when, how it ended', async () => {
    const { teacher, rows } = await school();
    const client = holding(await teacher.accessToken(), url);
    const line = await lineOf(await client.get(`/v1/students/${rows.sam.id}?`, tagged()));
    expect(line).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      requestId: expect.stringMatching(/^log-\d+$/),
      method: 'GET',
      route: '/v1/students/:id',
      status: 200,
      durationMs: expect.any(Number),
      ip: '127.0.0.1',
      userId: teacher.userId,
      schoolId: rows.schoolId,
    });
    const { lines } = await logging();
    expect(lines().filter(({ requestId }) => requestId === line.requestId)).toHaveLength(1);
  });

  it('names the route by its pattern, and what no route has as unmatched', async () => {
    const { admin, rows } = await school();
    const client = holding(await admin.accessToken(), url);
    for (const [answer, route, status] of [
      [await client.get(`/v1/students/${ABSENT}`, tagged()), '/v1/students/:id', 404],
      [await client.get('/v1/students?q=Stone', tagged()), '/v1/students', 200],
      [await client.get(`/v1/classes/${rows.maths.id}/enrollments`, tagged()), '/v1/classes/:id/enrollments', 200],
      [await client.get('/v1/students/x', tagged()), '/v1/students/:id', 400],
      [await client.post('/v1/students', undefined, { ...tagged(), raw: '{' }), '/v1/students', 400],
      [await client.get('/nowhere/Sam/Stone', tagged()), 'unmatched', 404],
      [await client.put('/v1/students', {}, tagged()), 'unmatched', 405],
      [await client.get('/livez', tagged()), '/livez', 200],
      [await client.get('/v1/%zz', tagged()), 'unmatched', 400],
      [await client.get(`/v1/students/${'x'.repeat(300)}`, tagged()), 'unmatched', 404],
    ] as const) {
      expect(await lineOf(answer)).toMatchObject({ route: expect.stringContaining(route), status });
    }
  });

  it('has no user without a credential, and no school for the operator', async () => {
    const { rows } = await school();
    const nobody = await lineOf(await new Client(url).get(`/v1/students/${rows.sam.id}`, tagged()));
    expect(nobody).toMatchObject({ status: 401 });
    expect(Object.keys(nobody)).not.toEqual(expect.arrayContaining(['userId']));
    const someone = await operator();
    const line = await lineOf(await holding(await someone.accessToken(), url).get('/v1/schools', tagged()));
    expect(line).toMatchObject({ status: 200, userId: someone.userId });
    expect(line).not.toHaveProperty('schoolId');
  });

  it('has a request id of its own where the incoming one could do harm', async () => {
    const { lines } = await logging();
    const before = lines().length;
    for (const id of ['a b', 'x'.repeat(65), '{"level":60}', '\u001b[31mred', 'é']) {
      const answer = await exchange(Buffer.from(request('GET /livez', [`X-Request-Id: ${id}`]), 'latin1'), url());
      if (answer.status === 200)
        expect(await lineOf(answer)).toMatchObject({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      else expect(answer.status).toBe(400);
    }
    expect(lines().length).toBeGreaterThan(before);
  });

  it('cannot be written into: no line is anything but a line of its own', async () => {
    const { output, line } = await logging();
    const forged = '%0d%0a{"level":60,"forged":true}';
    const evil = '\u001b[2J\u0008{"level":60,"forged":true}';
    const sent = [
      request(`GET /v1/forged${forged}?q=${forged}`, ['X-Request-Id: injected-1']),
      request('GET /v1/forged"}{"forged":true}', ['X-Request-Id: injected-2']),
      request('GET /livez', [
        'X-Request-Id: injected-3',
        `User-Agent: forged${evil}`,
        `X-Forwarded-For: forged${evil}`,
        `Referer: forged${evil}`,
      ]),
      request('FORGED /livez', ['X-Request-Id: injected-4']),
    ];
    const answers = [];
    for (const bytes of sent) answers.push(await exchange(Buffer.from(bytes, 'latin1'), url()));
    for (const { status } of answers) expect(status).toBeLessThan(500);
    await line({ requestId: 'injected-1' });
    expect(output()).not.toMatch(/forged|[\u0000-\u0009\u000b-\u001f\u007f]/i);
    for (const text of output().split('\n').filter(Boolean))
      expect(Object.keys(JSON.parse(text))).toEqual(expect.arrayContaining(['level', 'time']));
  });
});
