import fc from 'fast-check';
import type { Route } from '../support/routes.js';
import { encode, few, headerValue, nasty, nastyJson, rarely } from './values.js';

export interface HostileRequest {
  role: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** What the definition says may come back, where the request is for one of its operations. */
  documented?: number[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'REPORT'];
/** Requests that are mostly like a real one, each wrong in some places. `ids` are of things that are there, of any school. */
export function hostileRequests(routes: Route[], roles: string[], ids: string[]): fc.Arbitrary<HostileRequest> {
  const id = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: nasty.map(encode) });
  return fc
    .record({
      route: fc.constantFrom(...routes),
      role: fc.constantFrom(...roles),
      method: rarely(fc.constantFrom(...METHODS), 12),
      ids: fc.array(id, { minLength: 2, maxLength: 2 }),
      suffix: rarely(fc.constantFrom('/', '//', '/x', '%00', ';a', '/..', '?', '#a', '%zz'), 25),
      query: few(
        fc.tuple(fc.nat(), rarely(nasty, 8), fc.oneof(nasty, fc.constantFrom('1', 'true', 'a', ...ids.slice(0, 9)))),
      ),
      headers: fc.dictionary(
        fc.constantFrom(
          'if-match',
          'if-none-match',
          'x-request-id',
          'accept',
          'range',
          'x-forwarded-for',
          'idempotency-key',
          'origin',
          'user-agent',
          'cookie',
        ),
        headerValue,
        { maxKeys: 3 },
      ),
      type: rarely(
        fc.oneof(
          fc.constantFrom(
            'application/merge-patch+json',
            'application/json; charset=utf-8',
            'text/plain',
            'application/json; charset=x',
          ),
          headerValue,
        ),
        10,
      ),
      credential: rarely(
        fc.oneof(
          headerValue,
          headerValue.map((text) => `Bearer ${text}`),
        ),
        15,
      ),
      changes: few(fc.tuple(fc.nat(), fc.oneof(nastyJson, fc.constantFrom(...ids)))),
      extra: rarely(fc.tuple(nasty, nastyJson), 8),
      raw: rarely(fc.oneof(nasty, fc.json(), fc.constant('['.repeat(50_000)), fc.constant(' '.repeat(102_401))), 15),
    })
    .map((parts) => assemble(parts));
}

interface Parts {
  route: Route;
  role: string;
  method: string | null;
  ids: string[];
  suffix: string | null;
  query: [number, string | null, string][];
  headers: Record<string, string>;
  type: string | null;
  credential: string | null;
  changes: [number, unknown][];
  extra: [string, unknown] | null;
  raw: string | null;
}

function assemble({
  route,
  role,
  method,
  ids,
  suffix,
  query,
  headers,
  type,
  credential,
  changes,
  extra,
  raw,
}: Parts): HostileRequest {
  let next = 0;
  const known = (route.operation.parameters ?? []).flatMap((parameter) =>
    'in' in parameter && parameter.in === 'query' ? [parameter.name] : [],
  );
  const pairs = query.map(
    ([at, name, value]) =>
      `${name === null && known.length > 0 ? known[at % known.length] : encode(name ?? 'a')}=${encode(value)}`,
  );
  const path =
    route.template.replace(/\{\w+\}/g, () => ids[next++ % ids.length]!) +
    (suffix ?? '') +
    (pairs.length > 0 ? `?${pairs.join('&')}` : '');
  const body = bodyOf(route, changes, extra, raw);
  return {
    role,
    method: method ?? route.method,
    path,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': type ?? typeOf(route) }),
      ...(credential !== null && { authorization: credential }),
    },
    body,
    documented: method === null && suffix === null ? documentedFor(route) : undefined,
  };
}

/** Of a body that an operation does not take, its size and its type alone are looked at. */
function documentedFor({ operation }: Route): number[] {
  return [...Object.keys(operation.responses).map(Number), ...(operation.requestBody ? [] : [413, 415])];
}

const FORM = 'application/x-www-form-urlencoded';

/** What a client that means well would send. */
function typeOf({ operation: { requestBody: body } }: Route): string {
  return body && 'content' in body && FORM in body.content ? FORM : 'application/json';
}

function bodyOf(
  { operation }: Route,
  changes: Parts['changes'],
  extra: Parts['extra'],
  raw: string | null,
): string | undefined {
  if (raw !== null) return raw;
  const content = (operation.requestBody as { content?: Record<string, { example?: object }> } | undefined)?.content;
  if (!content) return extra ? JSON.stringify(extra[1]) : undefined;
  const { example } = content['application/json'] ?? content[FORM]!;
  const body = new Map<string, unknown>(Object.entries(example!));
  const names = [...body.keys()];
  for (const [at, value] of changes) body.set(names[at % names.length]!, value);
  if (extra) body.set(...extra);
  if (content[FORM]) return [...body].map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&');
  return `{${[...body].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}
