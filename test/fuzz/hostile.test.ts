import fc from 'fast-check';
import { app } from '../support/app.js';
import { expectHeaders } from '../support/headers.js';
import { routes } from '../support/routes.js';
import { articleRow, member, operator, published, school } from '../support/school.js';
import { CONNECTIONS, type Reply, send } from './connections.js';
import { type HostileRequest, hostileRequests } from './requests.js';

const REQUESTS = 10_000;
const SEED = 20_261_121;

/** Every row of a school as the database has it, table by table. */
async function fingerprint(schoolId: string): Promise<Record<string, string>> {
  const { database } = await app();
  const tables = await database.$queryRaw<
    { table_name: string }[]
  >`SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'schoolId'`;
  const hashes = tables.map(async ({ table_name: table }) => {
    const [row] = await database.$queryRawUnsafe<{ hash: string }[]>(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM "${table}" t WHERE "schoolId" = $1::uuid`,
      schoolId,
    );
    return [table, row!.hash];
  });
  return Object.fromEntries(await Promise.all(hashes)) as Record<string, string>;
}

async function stage() {
  const [ours, theirs, overseer] = [await school(), await school(), await operator()];
  const { admin, teacher, teacherTwo, student, guardian, rows } = ours;
  // Of members, those are named who ask for nothing here, so that a suspension does not silence the others.
  const spare = await member('Spare', { schoolId: rows.schoolId, role: 'student' });
  const articles = [
    await articleRow(teacher, rows.schoolId),
    await articleRow(admin, rows.schoolId, published),
    await articleRow(theirs.admin, theirs.rows.schoolId, published),
  ];
  const idsOf = (things: object) =>
    Object.values(things).flatMap((thing: string | { id: string }) => (typeof thing === 'string' ? [] : [thing.id]));
  const ids = [
    spare.membershipId,
    ...articles.map(({ id }) => id),
    ...idsOf(rows),
    ...idsOf(theirs.rows),
    theirs.teacher.membershipId,
    theirs.rows.schoolId,
  ];
  // Who fails to log in so often, as these requests will, has to wait: this one does it before.
  await theirs.admin.accessToken();
  const actors = { admin, teacher, teacherTwo, student, guardian, operator: overseer };
  const tokens = Object.fromEntries(
    await Promise.all(Object.entries(actors).map(async ([role, actor]) => [role, await actor.accessToken()])),
  ) as Record<string, string>;
  return { ids, tokens, theirs };
}

function faultOf({ method, path, documented }: HostileRequest, { status, headers, body }: Reply): string | undefined {
  if (status >= 500) return 'a fault of the server';
  if (![200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 412, 413, 415, 429].includes(status))
    return 'a status that is not in the contract';
  if (documented && !documented.includes(status))
    return 'a status that the definition does not have for this operation';
  try {
    expectHeaders({ headers }, { documentation: headers.get('cache-control') !== 'no-store' });
    const type = headers.get('content-type');
    // OAuth has its own words for what is wrong with a form, and nowhere else are they spoken.
    if (path.startsWith('/oauth/') && [400, 401].includes(status) && type === 'application/json; charset=utf-8')
      expect(JSON.parse(body)).toEqual({
        error: expect.stringMatching(/^[a-z_]+$/),
        error_description: expect.any(String),
      });
    else if (status >= 400) expect(type).toBe('application/problem+json; charset=utf-8');
    if (type?.startsWith('application/problem+json') && method !== 'HEAD')
      expect(JSON.parse(body)).toMatchObject({
        status,
        type: expect.stringMatching(/^\/problems\//),
        requestId: headers.get('x-request-id'),
      });
    if (body.length > 30_000 && status >= 400) return 'an answer that is longer than it need be';
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

it(`answers ${REQUESTS} hostile requests of every role as the contract says, and another school stays as it was`, async () => {
  const { ids, tokens, theirs } = await stage();
  // With its session a role would lose the rest of its turns.
  const targets = (await routes()).filter(
    ({ template }) => !['/v1/auth/logout', '/docs', '/openapi.json'].includes(template),
  );
  const before = await fingerprint(theirs.rows.schoolId);
  const requests = fc.sample(hostileRequests(targets, ['anonymous', 'admin', 'admin', ...Object.keys(tokens)], ids), {
    seed: SEED,
    numRuns: REQUESTS,
  });

  const faults: object[] = [];
  const statuses: Record<number, number> = {};
  const turn = async () => {
    for (let next = requests.pop(); next; next = requests.pop()) {
      const reply = await send(next, tokens[next.role]);
      statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
      const fault = faultOf(next, reply);
      if (fault)
        faults.push({
          fault,
          ...next,
          body: next.body?.slice(0, 500),
          reply: reply.status,
          said: reply.body.slice(0, 300),
        });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, turn));

  expect(faults.slice(0, 10)).toEqual([]);
  expect(await fingerprint(theirs.rows.schoolId)).toEqual(before);
  // The requests reach past the first checks.
  for (const status of [200, 201, 204, 400, 401, 403, 404, 405, 413, 415])
    expect([status, statuses[status]]).toEqual([status, expect.any(Number)]);
  expect((await theirs.admin.get('/v1/students')).status).toBe(200);
});
