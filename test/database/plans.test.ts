import pg from 'pg';
import { planning } from '../../apps/api/src/prisma/prisma.service.js';
import { app } from '../support/app.js';
import { type Actor, operator, school } from '../support/school.js';
import { statementsOf } from '../support/statements.js';
import { manyRows } from './many-rows.js';

/*
 * What a page costs must not grow with the list: each of them is read in the order of an index and stops when it is full. The
 * statements are those that the server sends for a request, and PostgreSQL says how it would run them among many rows.
 */
interface Plan {
  'Node Type': string;
  'Parent Relationship'?: string;
  'Index Cond'?: string;
  'Presorted Key'?: string[];
  Plans?: Plan[];
}

let admin: Actor;
let overseer: Actor;
let inner: Awaited<ReturnType<typeof school>>['rows'];
let articleId: string;
let explainer: pg.Client;

beforeAll(async () => {
  ({ admin, rows: inner } = await school());
  overseer = await operator();
  const { config } = await app();
  explainer = new pg.Client({ connectionString: config.databaseUrl, options: planning });
  await explainer.connect();
  articleId = await manyRows(explainer, inner.schoolId, admin, inner.maths.id, inner.sam.id);
  await Promise.all([admin, overseer].map((client) => client.accessToken()));
});
afterAll(() => explainer.end());

/** How the list of this request would be read; the request's answer must be a page before another. */
async function planOf(client: Actor, path: string): Promise<{ plan: Plan[]; next: string }> {
  let next = '';
  const sent = await statementsOf(async () => {
    const { status, body } = await client.get(path);
    expect(status).toBe(200);
    next = body.page.nextCursor;
  });
  const [list, ...others] = sent.filter(({ text }) => /^SELECT .* ORDER BY .* LIMIT /.test(text));
  expect(others).toEqual([]);
  const { rows } = await explainer.query({ ...list!, text: `EXPLAIN (FORMAT JSON) ${list!.text}` });
  return { plan: flat(rows[0]['QUERY PLAN'][0].Plan), next };
}

/** Without what is related to each row that is shown: it is read for that row alone, and `npm run check:plans` says how. */
const flat = (plan: Plan): Plan[] => [
  plan,
  ...(plan.Plans ?? []).filter((part) => part['Parent Relationship'] !== 'SubPlan').flatMap(flat),
];

/** Nothing is read but by an index, and nothing is sorted but, after it, rows that have the same unique number: none. */
const inOrder = ({ 'Node Type': type, 'Presorted Key': presorted = [] }: Plan) =>
  ['Limit', 'Nested Loop', 'Index Scan', 'Index Only Scan'].includes(type) ||
  (type === 'Incremental Sort' && presorted.some((key) => key.endsWith('"studentNumber"')));

/** Whether the index is entered at the key, not read from its start. */
const entered = (plan: Plan[], sort: string) =>
  plan.some(({ 'Index Cond': condition }) => condition && new RegExp(`\\b${sort.replace('-', '')}\\b`).test(condition));

const own = (path: string) => () => `/v1/${path}`;
// prettier-ignore
const lists: [string, () => string, string[]][] = [
  ['students',    own('students'),                                    ['familyName', 'studentNumber', 'gradeLevel', 'createdAt']],
  ['teachers',    own('teachers'),                                    ['familyName', 'createdAt']],
  ['classes',     own('classes'),                                     ['name', 'createdAt']],
  ['terms',       own('terms'),                                       ['startsOn']],
  ['articles',    own('articles'),                                    ['publishedAt', 'title', 'createdAt']],
  ['members',     own('members'),                                     ['createdAt']],
  ['schools',     own('schools'),                                     ['name']],
  ['enrollments', () => `/v1/classes/${inner.maths.id}/enrollments`,  ['createdAt']],
  ['guardians',   () => `/v1/students/${inner.sam.id}/guardians`,     ['createdAt']],
  ['shares',      () => `/v1/articles/${articleId}/shares`,           ['createdAt']],
];
const cases = lists.flatMap(([name, path, keys]) =>
  keys.flatMap((key) => [key, `-${key}`].map((sort) => ({ name, path, sort }))),
);

test.each(cases)('$name by $sort are read in the order of an index', async ({ name, path, sort }) => {
  const client = name === 'schools' ? overseer : admin;
  const first = await planOf(client, `${path()}?sort=${sort}`);
  const second = await planOf(client, `${path()}?sort=${sort}&cursor=${first.next}`);
  expect([...first.plan, ...second.plan].filter((node) => !inOrder(node))).toEqual([]);
  expect(entered(second.plan, sort)).toBe(true);
});

test.each(['publishedAt', '-publishedAt'])('among the nulls of %s a page begins where the index says', async (sort) => {
  const { next } = await planOf(admin, `/v1/articles?status=draft&sort=${sort}`);
  const { plan } = await planOf(admin, `/v1/articles?status=draft&sort=${sort}&cursor=${next}`);
  expect(plan.filter((node) => !inOrder(node))).toEqual([]);
  expect(entered(plan, sort)).toBe(true);
});

test('sessions are read in the order of an index', async () => {
  const first = await planOf(admin, '/v1/auth/sessions');
  const second = await planOf(admin, `/v1/auth/sessions?cursor=${first.next}`);
  expect([...first.plan, ...second.plan].filter((node) => !inOrder(node))).toEqual([]);
});
