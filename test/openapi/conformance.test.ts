import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { securityHeaders } from '../../apps/api/src/common/headers.js';
import { expecting500, failOnFaults, received } from '../support/answers.js';
import { Definition, type Document, type Received } from '../support/conformance.js';
import { sources } from '../support/modules.js';

const definition = new Definition(JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document);

const ID = '0198f2c4-7d3a-7cc2-9f4e-2b6a7c1d8e90';
const term = {
  id: ID,
  createdAt: '2026-09-01T08:30:00.000Z',
  updatedAt: '2026-09-01T08:30:00.000Z',
  name: 'Autumn',
  startsOn: '2026-09-01',
  endsOn: '2026-12-18',
};
const counted = {
  ...securityHeaders,
  'x-request-id': 'r-1',
  ratelimit: '"burst";r=9;t=1',
  'ratelimit-policy': '"burst";q=10;w=1',
};
const problem = (status: number, type: string, more: object = {}) => ({
  type: `/problems/${type}`,
  title: 'A title',
  status,
  detail: 'A detail',
  requestId: 'r-1',
  ...more,
});

/** What the definition says of an answer that is a term in JSON, but for what is told. */
function faults({
  method = 'GET',
  target = `/v1/terms/${ID}`,
  status = 200,
  headers = {},
  without = [],
  body = term,
}: Partial<Omit<Received, 'headers' | 'body'>> & {
  headers?: object;
  without?: string[];
  body?: object | string;
} = {}) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const all = new Headers({ ...counted, etag: '"1"', 'content-type': `${type}; charset=utf-8`, ...headers });
  for (const name of without) all.delete(name);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return definition.faultsOf({ method, target, status, headers: all, body: text });
}

const list = (...data: object[]) => ({
  target: '/v1/terms?limit=2',
  body: { data, page: { limit: 2, nextCursor: null } },
  without: ['etag'],
});
const refused = (status: number, type: string, more: object = {}) => ({
  status,
  body: problem(status, type),
  without: ['etag'],
  ...more,
});
const notAllowed = refused(405, 'method-not-allowed', { method: 'PUT' });
const page = { target: '/docs', headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<p>' };
const allow = 'GET, HEAD, PATCH, DELETE, OPTIONS';

describe('an answer as the document has it', () => {
  it.each<[string, Parameters<typeof faults>[0]]>([
    ['a resource', {}],
    ['a page of them', list(term, term)],
    ['the answer to HEAD', { method: 'HEAD', body: '' }],
    ['nothing new', { status: 304, body: '' }],
    ['nothing to say', { method: 'DELETE', status: 204, body: '', without: ['etag'] }],
    ['a refusal that the operation lists', refused(403, 'forbidden')],
    ['a refusal that only the default names', refused(431, 'headers-too-large')],
    [
      'a refusal before the limits',
      refused(400, 'invalid-input', { without: ['etag', 'ratelimit', 'ratelimit-policy'] }),
    ],
    ['a method that the path does not have', { ...notAllowed, headers: { allow } }],
    ['the methods of a path', { method: 'OPTIONS', status: 204, body: '', headers: { allow }, without: ['etag'] }],
    ['a path that is not there', refused(404, 'not-found', { target: '/nowhere' })],
    ['what an origin is let read', { headers: { vary: 'Origin', 'access-control-allow-origin': 'https://a.example' } }],
    ['what HTTP itself says', { headers: { date: 'Mon, 07 Sep 2026 08:30:00 GMT', connection: 'keep-alive' } }],
    ['a page for people', page],
    ['a page that has not changed', { ...page, status: 304, body: '' }],
  ])('is not at fault: %s', (_, answer) => {
    expect(faults(answer)).toEqual([]);
  });
});

describe('an answer that the document does not have', () => {
  it.each<[string, Parameters<typeof faults>[0], string]>([
    ['another property', { body: { ...term, secret: 1 } }, 'body at "" must NOT have additional properties'],
    ['another property deep inside', list(term, { ...term, secret: 1 }), 'body at "/data/1" must NOT have additional'],
    ['a property too few', { body: { ...term, name: undefined } }, 'body at "" must have required property \'name\''],
    ['another type', { body: { ...term, name: null } }, 'body at "/name" must be string'],
    ['another format', { body: { ...term, startsOn: 'today' } }, 'body at "/startsOn" must match format "date"'],
    ['text', { body: 'a term' }, 'a body that is not JSON'],
    [
      'another media type',
      { headers: { 'content-type': 'text/html' } },
      'content type text/html instead of application',
    ],
    ['no ETag', { without: ['etag'] }, 'no header ETag'],
    ['no request id', { without: ['x-request-id'] }, 'no header X-Request-Id'],
    [
      'a request id of other characters',
      { headers: { 'x-request-id': 'a b' } },
      'header X-Request-Id at "" must match',
    ],
    ['no limits', { without: ['ratelimit'] }, 'no header RateLimit'],
    ['another status of success', { status: 202 }, 'a status that is not documented'],
    ['a refusal that the operation does not have', refused(409, 'conflict'), 'a status that is not documented'],
    ['a status for another method', refused(412, 'precondition-failed'), 'a status that is not documented'],
    ['the type of another problem', refused(403, 'not-found'), 'body at "/type" must be equal to constant'],
    [
      'the status of another problem',
      refused(403, 'forbidden', { body: problem(404, 'forbidden') }),
      'body at "/status"',
    ],
    [
      'a problem that says more',
      refused(403, 'forbidden', { body: problem(403, 'forbidden', { stack: 'at' }) }),
      'must NOT have additional properties {"additionalProperty":"stack"}',
    ],
    [
      "another request's id",
      refused(403, 'forbidden', { body: problem(403, 'forbidden', { requestId: 'r-2' }) }),
      'a requestId that is not X-Request-Id',
    ],
    ['a 401 without a challenge', refused(401, 'unauthenticated'), 'no header WWW-Authenticate'],
    ['a 503 that does not say when', refused(503, 'unavailable'), 'no header Retry-After'],
    [
      'a time to wait that is no number',
      refused(503, 'unavailable', { headers: { 'retry-after': 'soon' } }),
      'Retry-After',
    ],
    ['a 405 without Allow', notAllowed, 'Allow: undefined, where the path has DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['a 405 with other methods', { ...notAllowed, headers: { allow: 'GET' } }, 'Allow: GET, where the path has DELETE'],
    [
      'a 405 of an operation',
      refused(405, 'method-not-allowed', { headers: { allow } }),
      'a status that is not documented',
    ],
    ['OPTIONS without Allow', { method: 'OPTIONS', status: 204, body: '' }, 'Allow: undefined, where the path has'],
    ['a 201 without Location', { method: 'POST', target: '/v1/terms', status: 201 }, 'no header Location'],
    ['a 204 with a body', { method: 'DELETE', status: 204 }, 'a body where there is none'],
    ['a 304 with a body', { status: 304 }, 'a body where there is none'],
    ['an answer to HEAD with a body', { method: 'HEAD' }, 'a body in an answer to HEAD'],
    ['a header that is nowhere promised', { headers: { 'x-powered-by': 'Fastify' } }, 'not documented: x-powered-by'],
    ['a header of another answer', { headers: { location: '/' } }, 'a header that is not documented: location'],
    [
      'such a header of a refusal',
      refused(404, 'not-found', { target: '/nowhere', headers: { server: 'a' } }),
      'a header that is not documented: server',
    ],
    [
      'such a header of OPTIONS',
      { method: 'OPTIONS', status: 204, body: '', headers: { allow, etag: '"1"' } },
      'a header that is not documented: etag',
    ],
    [
      'an answer that browsers may guess at',
      { without: ['x-content-type-options'] },
      'no header X-Content-Type-Options',
    ],
    ['a page without a request id', { ...page, without: ['x-request-id'] }, 'no header X-Request-Id'],
    ['a page without a policy', { ...page, without: ['content-security-policy'] }, 'no header Content-Security-Policy'],
    [
      'a page with a policy that lets anything in',
      { ...page, headers: { ...page.headers, 'content-security-policy': "script-src 'unsafe-inline'" } },
      'an unsafe policy',
    ],
    ['a page with another header', { ...page, headers: { ...page.headers, server: 'a' } }, 'not documented: server'],
    ['a page of another type', { ...page, headers: { 'content-type': 'text/plain' } }, 'content type text/plain'],
    ['a page that leads elsewhere', { ...page, status: 302 }, 'a status that pages do not have'],
    ['something at a path that is not there', { target: '/nowhere' }, 'a status that is not documented'],
    [
      'a 403 at a path that is not there',
      refused(403, 'forbidden', { target: '/nowhere' }),
      'a status that is not documented',
    ],
    [
      'a 404 in another envelope',
      { target: '/nowhere', status: 404, body: { message: 'no' } },
      'must have required property',
    ],
  ])('is reported: %s', (_, answer, fault) => {
    expect(faults(answer).join('\n')).toContain(fault);
  });

  it('is named by its operation and its status', () => {
    expect(faults({ without: ['etag'] })).toEqual(['GET /v1/terms/{id} 200: no header ETag']);
    expect(faults({ target: '/nowhere?a=1' })[0]).toMatch(/^GET \/nowhere \(not in the document\) 200: /);
  });

  it('is reported where someone forgot to close the schema', () => {
    const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
    delete document.components.schemas.HealthView.additionalProperties;
    const headers = new Headers({ ...securityHeaders, 'x-request-id': 'r-1', 'content-type': 'application/json' });
    const answer = { method: 'GET', target: '/livez', status: 200, headers, body: '{"status":"ok","secret":1}' };
    expect(new Definition(document).faultsOf(answer)).toEqual([
      'GET /livez 200: body at "" must NOT have unevaluated properties {"unevaluatedProperty":"secret"}',
    ]);
  });
});

describe('a test', () => {
  it('fails if it gets one by fetch, even if it looks at nothing', async () => {
    const server = createServer((_, response) => response.end('{"status":"down"}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
    server.close();
    expect(failOnFaults).toThrow(/GET \/livez 200: no header X-Request-Id\nGET \/livez 200: content type none/);
    expect(failOnFaults).not.toThrow();
  });

  it('fails if it gets a 500, but where it provokes one', async () => {
    const headers = new Headers({ ...counted, 'content-type': 'application/problem+json' });
    const broken = {
      method: 'GET',
      target: '/livez',
      status: 500,
      headers,
      body: JSON.stringify(problem(500, 'internal')),
    };
    await expecting500(async () => received(broken));
    expect(failOnFaults).not.toThrow();
    received(broken);
    expect(failOnFaults).toThrow('GET /livez 500: an unexpected error');
  });

  it('that opens connections by itself hands on what it reads', () => {
    const opening = /\b(connect|request|get|Agent)\b[^;]*\} from 'node:(net|tls|http|https|http2)'/;
    const silent = sources('test')
      .filter(({ text }) => opening.test(text) && !/\breceived(AsText)?\(/.test(text))
      .map(({ path }) => path);
    // These speak to the database, to a provider, or to what is no part of the API.
    expect(silent).toEqual([
      'test/mail/mailbox.test.ts',
      'test/support/metrics.ts',
      'test/support/openid.ts',
      'test/support/tcp-proxy.ts',
      'test/v1/auth/unheard.test.ts',
    ]);
  });
});
