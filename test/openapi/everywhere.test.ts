import { apiKey } from '../support/api-key.js';
import type { Answer } from '../support/client.js';
import { anonymous, operator, school } from '../support/school.js';
import { type Route, routes } from '../support/routes.js';

/*
 * What the definition says of every operation, asked of every operation. Tests of a feature try the rest; `npm run check:answers`
 * names what nobody tried.
 */

/** Each operation that documents the status, but that answers otherwise. */
async function others(status: number, ask: (route: Route) => Promise<Answer>): Promise<string[]> {
  const found: string[] = [];
  const all = (await routes()).filter(({ operation }) => status in operation.responses);
  expect(all.length).toBeGreaterThan(10);
  for (const route of all) {
    const answer = await ask(route);
    if (answer.status !== status) found.push(`${route.method} ${route.template} ${answer.status}`);
  }
  return found;
}

it('too much is refused by whatever takes a body', async () => {
  const raw = ' '.repeat(102_401);
  expect(await others(413, ({ method, path }) => anonymous.request(method, path, undefined, { raw }))).toEqual([]);
});

it('another media type is refused by whatever takes a body', async () => {
  const headers = { 'content-type': 'text/plain' };
  const text = { raw: '{}', headers };
  expect(await others(415, ({ method, path }) => anonymous.request(method, path, undefined, text))).toEqual([]);
});

const FORM = 'application/x-www-form-urlencoded';

it('a parameter that is not in the definition is refused', async () => {
  const [{ admin }, root] = [await school(), await operator()];
  const ask = async ({ method, path, operation }: Route) => {
    const body = operation.requestBody as { content: Record<string, { example: object }> } | undefined;
    const form = body && FORM in body.content && { raw: 'a=b', headers: { 'content-type': FORM } };
    const json = body?.content['application/json']?.example;
    const sent = [method, `${path}?surprise=1`, json, form || undefined] as const;
    const answer = await admin.request(...sent);
    return answer.status === 403 ? root.request(...sent) : answer;
  };
  // Who may do nothing with something is not told what its parameters are: with a module, say, that nobody has decided about.
  expect((await others(400, ask)).filter((answer) => !answer.endsWith(' 403'))).toEqual([]);
});

it('what has not changed is not sent again, whatever it is', async () => {
  const { admin, rows } = await school();
  const { schoolId, sam, tess, maths, samInMaths, ofSam, term } = rows;
  const paths = [
    '/openapi.json',
    '/v1/me',
    '/v1/school',
    `/v1/students/${sam.id}`,
    `/v1/students/${sam.id}/guardians/${ofSam.id}`,
    `/v1/teachers/${tess.id}`,
    `/v1/classes/${maths.id}`,
    `/v1/classes/${maths.id}/enrollments/${samInMaths.id}`,
    `/v1/terms/${term.id}`,
    `/v1/members/${admin.membershipId}`,
    `/v1/schools/${schoolId}`,
    `/v1/api-keys/${(await apiKey(admin, schoolId)).id}`,
  ];
  const root = await operator();
  for (const path of paths) {
    const caller = path.startsWith('/v1/schools/') ? root : admin;
    const etag = (await caller.get(path)).headers.get('etag')!;
    const again = await caller.get(path, { headers: { 'if-none-match': etag } });
    expect([path, again.status, again.body]).toEqual([path, 304, '']);
  }
});
