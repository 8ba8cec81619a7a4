import { METHODS as NODE_METHODS } from 'node:http';
import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { exchange, request } from '../support/raw.js';
import { METHODS, routes } from '../support/routes.js';
import { anonymous, school } from '../support/school.js';

/** Each path with the methods that the definition gives it, GET's HEAD and OPTIONS included. */
async function paths(): Promise<[path: string, allowed: string[]][]> {
  const all = await routes();
  return [...new Set(all.map(({ path }) => path))].map((path) => {
    const own: string[] = all.filter((route) => route.path === path).map(({ method }) => method);
    return [path, [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort()];
  });
}

const stable = (headers: Headers) =>
  Object.fromEntries(
    [...headers].filter(([name]) => !['x-request-id', 'date', 'ratelimit', 'connection', 'keep-alive'].includes(name)),
  );
const allowOf = (headers: Headers) => headers.get('allow')?.split(', ').sort();

it('has every path of the contract in the definition', async () => {
  const templates = [...new Set((await routes()).map(({ template }) => template))];
  expect(templates).toEqual(
    expect.arrayContaining([
      '/livez',
      '/readyz',
      '/.well-known/jwks.json',
      '/v1/auth/login',
      '/v1/auth/refresh',
      '/v1/auth/logout',
      '/v1/auth/sessions',
      '/v1/auth/sessions/{id}',
      '/v1/auth/switch',
      '/v1/me',
      '/v1/me/password',
      '/v1/members',
      '/v1/members/{id}',
      '/v1/invitations',
      '/v1/invitations/accept',
      '/v1/students',
      '/v1/students/{id}',
      '/v1/students/{id}/archival',
      '/v1/teachers',
      '/v1/teachers/{id}',
      '/v1/teachers/{id}/archival',
      '/v1/classes',
      '/v1/classes/{id}',
      '/v1/classes/{id}/archival',
      '/v1/classes/{id}/enrollments',
      '/v1/classes/{id}/enrollments/{enrollmentId}',
      '/v1/classes/{id}/teachers/{teacherId}',
      '/v1/terms',
      '/v1/terms/{id}',
      '/v1/terms/{id}/archival',
      '/v1/students/{id}/guardians',
      '/v1/students/{id}/guardians/{guardianshipId}',
      '/v1/articles',
      '/v1/articles/{id}',
      '/v1/articles/{id}/archival',
      '/v1/articles/{id}/publication',
      '/v1/articles/{id}/shares',
      '/v1/articles/{id}/shares/{shareId}',
      '/v1/school',
      '/v1/schools',
    ]),
  );
});

it('answers 405 with Allow to every method that a path does not have, with and without a credential', async () => {
  const { admin } = await school();
  for (const [path, allowed] of await paths()) {
    for (const method of METHODS.filter((name) => !allowed.includes(name))) {
      for (const client of [anonymous, admin]) {
        const answer = await client.request(method, path);
        expectProblem(answer, 405);
        expect({ path, method, allow: allowOf(answer.headers) }).toEqual({ path, method, allow: allowed });
      }
    }
  }
});

it('answers OPTIONS on every path with what it has', async () => {
  for (const [path, allowed] of await paths()) {
    const { status, headers, body } = await anonymous.request('OPTIONS', path);
    expect({ path, status, allow: allowOf(headers), body }).toEqual({ path, status: 204, allow: allowed, body: '' });
  }
});

it('answers HEAD as GET without its body', async () => {
  const { admin } = await school();
  for (const [path] of (await paths()).filter(([, allowed]) => allowed.includes('HEAD'))) {
    for (const client of [anonymous, admin]) {
      const [get, head] = [await client.get(path), await client.request('HEAD', path)];
      expect({ path, status: head.status, body: head.body }).toEqual({ path, status: get.status, body: '' });
      expect(stable(head.headers)).toEqual(stable(get.headers));
    }
  }
});

const foreign = NODE_METHODS.filter((name) => ![...METHODS, 'HEAD', 'OPTIONS', 'CONNECT'].includes(name));

it.each(foreign)('answers 405 to %s', async (method) => {
  for (const path of ['/livez', '/v1/students']) {
    const answer = await exchange(request(`${method} ${path}`));
    expectProblem(answer, 405);
    expect(answer.headers.get('allow')).toMatch(/^GET, HEAD, .*OPTIONS$/);
  }
  expectProblem(await exchange(request(`${method} /nowhere`)), 404);
});

it('takes no other method from a header or a parameter', async () => {
  const { url } = await app();
  const answer = await fetch(`${url}/v1/me`, { method: 'POST', headers: { 'X-HTTP-Method-Override': 'GET' } });
  expect(answer.status).toBe(405);
});
