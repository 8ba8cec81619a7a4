import { expectProblem, withoutRequestId } from '../support/assertions.js';
import { exchange, request } from '../support/raw.js';
import { routes } from '../support/routes.js';
import { anonymous, operator, school } from '../support/school.js';

it.each([
  '/',
  '/v1',
  '/v1/',
  '/v2/students',
  '/V1/students',
  '/v1/Students',
  '/v1/students/',
  '/v1//students',
  '//v1/students',
  '/v1/students//',
  '/v1%2Fstudents',
  '/v1/students;a=1',
  '/api/v1/students',
  '/nowhere',
  '/favicon.ico',
  '/robots.txt',
  '/admin',
  '/metrics',
  '/.env',
  '/.git/config',
  '/index.html',
  '/__proto__',
  '/constructor',
  '/v1/__proto__',
  '/v1/students/01a00000-0000-7000-8000-000000000000/grades',
  `/${'a'.repeat(8_000)}`,
  `/${'a/'.repeat(4_000)}`,
  `/v1/students/${'a'.repeat(300)}`,
])('answers %s with the 404 of what is not there', async (path) => {
  const reference = withoutRequestId(await anonymous.get('/nowhere/at/all'));
  const answer = await exchange(request(`GET ${path}`));
  expectProblem(answer, 404);
  expect(withoutRequestId(answer).problem).toEqual(reference.problem);
});

it('walks up no path', async () => {
  for (const path of [
    '/v1/../livez',
    '/v1/students/../terms',
    '/docs/../../package.json',
    '/docs/..%2f..%2fpackage.json',
    '/docs/%2e%2e/package.json',
    '/v1/students/%2e%2e%2fterms',
    '/problems/../livez',
  ]) {
    const answer = await exchange(request(`GET ${path}`));
    expect([path, [400, 401, 404].includes(answer.status)]).toEqual([path, true]);
    expect(JSON.stringify(answer.body)).not.toContain('homeroom"');
  }
});

const noIds = [
  '7',
  '0',
  '-1',
  'me',
  'null',
  'undefined',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  '*',
  '%20',
  '%25',
  '%F0%9F%99%82',
  "1'%20OR%20'1'='1",
  '%7B%7D',
  '01a00000-0000-7000-8000-00000000000',
  '01a00000-0000-7000-8000-0000000000000',
  '01a00000000070008000000000000000',
  '{01a00000-0000-7000-8000-000000000000}',
];

it('answers every path whose id is none with 400 or 404, never with a thing', async () => {
  const { admin } = await school();
  const overseer = await operator();
  for (const { method, template, example } of await withIds()) {
    for (const id of noIds) {
      const path = template.replace(/\{\w+\}/g, id);
      const answer = await (template.startsWith('/v1/schools') ? overseer : admin).request(method, path, example);
      expect([method, path, [400, 404].includes(answer.status)]).toEqual([method, path, true]);
      expectProblem(answer, answer.status);
    }
  }
});

it('takes an id in any case', async () => {
  const { admin, rows } = await school();
  expect((await admin.get(`/v1/students/${rows.sam.id.toUpperCase()}`)).body.id).toBe(rows.sam.id);
});

it('asks for a credential before it looks at the id, and tells a role that never may so first', async () => {
  const { student } = await school();
  expectProblem(await anonymous.get('/v1/teachers/7'), 401);
  expectProblem(await student.get('/v1/teachers/7'), 403);
});

async function withIds() {
  return (await routes())
    .filter(({ template }) => template.startsWith('/v1/') && template.includes('{'))
    .map(({ operation, ...route }) => {
      const body = operation.requestBody as { content?: Record<string, { example?: unknown }> } | undefined;
      return { ...route, example: body?.content?.['application/json']?.example };
    });
}
