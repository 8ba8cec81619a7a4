import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import pg from 'pg';
import { planning } from '../../apps/api/src/prisma/prisma.service.js';
import { manyRows } from '../database/many-rows.js';
import { app } from '../support/app.js';
import { Actor, operator, school } from '../support/school.js';
import { statementsOf } from '../support/statements.js';
import { growing } from './growing.js';
import { largeSet } from './large-set.js';
import { explain, visited } from './plan.js';
import { leadingColumns, planOf, sentStatements } from './sent.js';

/*
 * What a request costs among 100,000 students, in 50 schools, and in one more whose every list is 3,000 rows long. `npm run check:plans`
 * runs this after the tests: plans.test.ts says the same of a list's order, sooner and for an admin.
 */
let explainer: pg.Client;
let actors: [string, Actor][];
let ids: Record<string, string>;

beforeAll(async () => {
  const { config } = await app();
  await largeSet(config.databaseUrl);
  explainer = new pg.Client({ connectionString: config.databaseUrl, options: planning });
  await explainer.connect();
  const { rows, anonymous: _, ...people } = await school();
  const article = await manyRows(explainer, rows.schoolId, people.admin, rows.maths.id, rows.sam.id);
  ids = { articles: article, students: rows.sam.id, classes: rows.maths.id };
  const { rows: usual } = await explainer.query<{ name: string; userId: string; id: string }>(`
    SELECT DISTINCT ON (role) 'usual ' || role AS name, "userId", id FROM "Membership"
    WHERE "schoolId" = (SELECT id FROM "School" WHERE slug = 'large-7') ORDER BY role, "createdAt" DESC`);
  actors = [
    ...Object.entries({ ...people, operator: await operator() }),
    ...usual.map(({ name, userId, id }): [string, Actor] => [name, new Actor(name, '', userId, id)]),
  ];
}, 300_000);
afterAll(() => explainer.end());

/** Of every statement that a server sent in the tests, whoever asked for whatever: the plan by which PostgreSQL runs it, for any values. */
test('no statement costs more the larger its tables are', async () => {
  const sent = sentStatements();
  // Those of a few tests would prove little.
  expect(sent.length).toBeGreaterThan(300);
  const leading = await leadingColumns(explainer);
  const faults: string[] = [];
  for (const statement of sent) {
    const found = growing(await planOf(explainer, statement), leading);
    if (found.length > 0) faults.push(`${found.join(', ')}: ${statement}`);
  }
  expect(faults).toEqual([]);
});

/** A row of the page, or the one that tells of the next, with what it is joined to; and as much for some that the reader may not see. */
const ROWS_OF_A_PAGE = 11 * 16;
/** A teacher's students are gathered from their classes, and then sorted: each by an enrollment, its class and the student. */
const gathered = (list: string, who: string) => list === '/v1/students' && who.includes('teacher');
const ROWS_OF_ONE_GATHERED = 3;

interface Parameter {
  name: string;
  schema: { enum?: string[] };
}
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenAPIObject;
const lists = Object.entries(paths).flatMap(([path, { get }]): [string, string[]][] => {
  const parameters = (get?.parameters ?? []) as Parameter[];
  if (!parameters.some(({ name }) => name === 'limit')) return [];
  return [[path, parameters.find(({ name }) => name === 'sort')?.schema.enum ?? ['']]];
});

test.each(lists)(
  'a page of %s visits as few rows deep down as at the start, whoever reads it',
  async (template, sorts) => {
    const path = template.replace(/(\w+)\/\{id\}/, (_, kind: string) => `${kind}/${ids[kind]}`);
    const readers: string[] = [];
    const faults: string[] = [];
    for (const [who, actor] of actors) {
      const { status, body } = await actor.get(`${path}?limit=1&include=total`);
      if (status !== 200) continue;
      readers.push(who);
      const most = ROWS_OF_A_PAGE + (gathered(template, who) ? body.page.total * ROWS_OF_ONE_GATHERED : 0);
      for (const sort of sorts) {
        const query = sort && `&sort=${sort}`;
        for (const cursor of ['', await deepDown(actor, `${path}?limit=100${query}`)]) {
          const rows = await rowsFor(actor, `${path}?limit=10${query}${cursor && `&cursor=${cursor}`}`);
          if (rows > most) faults.push(`${who} ${sort} ${cursor && 'deep down'}: ${rows}, not ${most}`);
        }
      }
    }
    expect(readers).not.toEqual([]);
    expect(faults).toEqual([]);
  },
  120_000,
);

/** The cursor behind a thousand rows, or of the last page if there are fewer. */
async function deepDown(actor: Actor, path: string): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 10; page += 1) {
    const { nextCursor } = (await actor.get(`${path}${cursor && `&cursor=${cursor}`}`)).body.page;
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return cursor;
}

/** The rows that are visited for one request, in all of its statements, with the values that it has. */
async function rowsFor(actor: Actor, path: string): Promise<number> {
  const sent = await statementsOf(async () => expect((await actor.get(path)).status).toBe(200));
  let rows = 0;
  for (const { text, values } of sent.filter(({ text: each }) => /^(SELECT|WITH)\b/.test(each)))
    rows += visited(await explain(explainer, 'ANALYZE', text, values));
  return rows;
}
