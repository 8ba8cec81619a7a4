import { expectProblem } from '../support/assertions.js';
import { anonymous } from '../support/school.js';
import { converse, exchange, request } from '../support/raw.js';
import { expectHeaders } from '../support/headers.js';

const json = 'Content-Type: application/json';
const login = 'POST /v1/auth/login';

/** What the HTTP parser refuses before there is a request, and what the router refuses before any handler. */
const refused: [what: string, sent: string, status: number][] = [
  ['what is not HTTP', 'garbage\r\n\r\n', 400],
  ['a method in lower case', request('get /livez'), 400],
  ['a method that HTTP does not know', request('FROBNICATE /livez'), 400],
  ['no path', request('GET '), 400],
  ['a path without its slash', request('GET livez'), 400],
  ['U+0000 in a path', request('GET /li\0vez'), 400],
  ['a tab in a path', request('GET /li\tvez'), 400],
  ['bytes beyond ASCII in a path', request('GET /livez\u00e9'), 400],
  ['a space in a header’s name', request('GET /livez', ['Bad Name: x']), 400],
  ['U+0000 in a header', request('GET /livez', ['X-Word: a\0b']), 400],
  ['a folded header', request('GET /livez', ['X-Word: a', ' b']), 400],
  ['lines that end without a carriage return', 'GET /livez HTTP/1.1\nHost: homeroom.test\n\n', 400],
  ['no Host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two Hosts', request('GET /livez', ['Host: other.test']), 400],
  ['HTTP/0.9', 'GET /livez\r\n\r\n', 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['CONNECT', request('CONNECT elsewhere.test:443'), 400],
  ['two lengths', request(login, [json, 'Content-Length: 2', 'Content-Length: 3'], '{} '), 400],
  ['a negative length', request(login, [json, 'Content-Length: -2'], '{}'), 400],
  ['a length that is no number', request(login, [json, 'Content-Length: two'], '{}'), 400],
  ['a length beyond 64 bits', request(login, [json, 'Content-Length: 99999999999999999999'], '{}'), 400],
  [
    'a length together with chunks',
    request(login, [json, 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    400,
  ],
  ['an unknown transfer coding', request(login, [json, 'Transfer-Encoding: gzip'], '{}'), 400],
  [
    'a chunk whose size is no number',
    request(login, [json, 'Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
    400,
  ],
  [
    'a chunk longer than its size',
    request(login, [json, 'Transfer-Encoding: chunked'], '2\r\n{} {}\r\n0\r\n\r\n'),
    400,
  ],
  ['a header of 20 KB', request('GET /livez', [`X-Word: ${'a'.repeat(20_000)}`]), 431],
  [
    'two thousand headers',
    request(
      'GET /livez',
      Array.from({ length: 2_000 }, (_, i) => `X-${i}: word`),
    ),
    431,
  ],
  ['a path of 20 KB', request(`GET /${'a'.repeat(20_000)}`), 431],
  [
    'an expectation other than 100-continue',
    request(login, [json, 'Expect: a-miracle', 'Content-Length: 2'], '{}'),
    417,
  ],
  ['a broken escape in the path', request('GET /v1/students/%zz'), 400],
  ['half an escape in the path', request('GET /v1/students/%'), 400],
  ['an escape that is no UTF-8 in the path', request('GET /v1/students/%ff'), 400],
  ['a broken escape in the query', request('GET /v1/students?q=%e0%a4'), 400],
  ['an escaped U+0000 in the path', request('GET /v1/students/%00'), 400],
  ['an escaped line break in the path', request('GET /v1/students/a%0Ab'), 400],
  ['an escaped U+0085 in the path', request('GET /v1/students/%c2%85'), 400],
  ['an escaped U+0000 in the query', request('GET /v1/students?q=a%00b'), 400],
  ['an escaped U+007F in a parameter’s name', request('GET /v1/students?%7f=a'), 400],
  ['* as the path', request('GET *'), 404],
  ['OPTIONS *', request('OPTIONS *'), 404],
];

it.each(refused)('answers %s with a problem', async (_, sent, status) => {
  const answer = await exchange(Buffer.from(sent, 'latin1'));
  expectProblem(answer, status);
  expectHeaders(answer);
});

it('says nothing of the parser that refused', async () => {
  const { body } = await exchange('garbage\r\n\r\n');
  expect(body).toEqual({
    type: '/problems/invalid-input',
    title: 'The input is not valid',
    status: 400,
    detail: 'This is not well-formed HTTP.',
    requestId: expect.any(String),
  });
});

describe('what is unusual but well-formed', () => {
  it('serves HTTP/1.0, with and without a Host', async () => {
    expect((await exchange('GET /livez HTTP/1.0\r\n\r\n')).status).toBe(200);
    expect((await exchange('GET /livez HTTP/1.0\r\nHost: homeroom.test\r\n\r\n')).status).toBe(200);
  });

  it('serves an absolute address by its path, whatever its host', async () => {
    expect((await exchange(request('GET http://elsewhere.test/livez'))).status).toBe(200);
    expectProblem(await exchange(request('GET http://elsewhere.test/v1/students')), 401);
    expect((await exchange(request('DELETE HTTP://elsewhere.test/livez'))).headers.get('allow')).toBe(
      'GET, HEAD, OPTIONS',
    );
  });

  it('ignores an upgrade that it does not know', async () => {
    const lines = ['Connection: Upgrade', 'Upgrade: websocket'];
    expect(
      (
        await exchange(
          ['GET /livez HTTP/1.1', 'Host: homeroom.test', ...lines, 'Connection: close', '', ''].join('\r\n'),
        )
      ).status,
    ).toBe(200);
  });

  it('lets a client that asks first send its body', async () => {
    const text = await converse(request(login, [json, 'Expect: 100-continue', 'Content-Length: 2'], '{}'));
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 Bad Request\r\n/);
  });

  it('answers requests that were sent at once in their order', async () => {
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: homeroom.test\r\n\r\n`;
    const text = await converse(one('/livez') + one('/v1/students') + request('GET /nowhere'));
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '401', '404']);
  });

  it('is still alive', async () => {
    expect((await anonymous.get('/livez')).body).toEqual({ status: 'ok' });
  });
});
