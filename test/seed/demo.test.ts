import pg from 'pg';
import { demoAccounts } from '../../prisma/seed/accounts.js';
import { loadDemo } from '../../prisma/seed/demo.js';
import { createDatabase } from '../support/database.js';
import { as, holding, login, serveDemo, total } from '../support/demo.js';

let databaseUrl: string;
let loaded: boolean[];

beforeAll(async () => {
  databaseUrl = await createDatabase();
  loaded = await Promise.all([loadDemo(databaseUrl), loadDemo(databaseUrl)]);
  await serveDemo(databaseUrl);
});

/** All rows of the schools, without what differs: the hash's salt, and when the trigger of a class's teachers has run. */
async function contents(database: string): Promise<string[]> {
  const tables = ['School', 'Membership', 'User', 'Student', 'Teacher', 'Term', 'Class', 'ClassTeacher', 'Enrollment'];
  const each = [...tables, 'Guardianship', 'Article', 'ArticleShare'].map((table) => {
    const row = `to_jsonb(t) - '${table === 'Class' ? 'updatedAt' : 'passwordHash'}'`;
    return `SELECT '${table} ' || (${row})::text AS row FROM "${table}" t`;
  });
  return query(database, `${each.join(' UNION ALL ')} ORDER BY 1`);
}

async function query(connectionString: string, statement: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ row: string }>(statement);
  await client.end();
  return rows.map(({ row }) => row);
}

describe('loadDemo', () => {
  it('loads once, whoever starts at the same time or later, and the same rows into every database', async () => {
    expect(loaded.sort()).toEqual([false, true]);
    const another = await createDatabase();
    expect([await loadDemo(another), await loadDemo(another)]).toEqual([true, false]);
    expect(await contents(another)).toEqual(await contents(databaseUrl));
  });

  it.each([
    ['a school', `INSERT INTO "School" ("name", "slug") VALUES ('Our School', 'ours')`],
    ['a user', `INSERT INTO "User" ("email", "name", "passwordHash") VALUES ('a@b.example', 'Ada', '$argon2id$x')`],
  ])('leaves a database alone that has %s', async (_, statement) => {
    const database = await createDatabase();
    await query(database, statement);
    expect(await loadDemo(database)).toBe(false);
    expect(await contents(database)).toHaveLength(1);
  });

  it.each([
    ['admin@northwood.example', { students: 240, teachers: 20, classes: 24, articles: 60, terms: 3 }],
    ['admin@lakeside.example', { students: 40, teachers: 6, classes: 6, articles: 12, terms: 3 }],
  ])('gives %s the counts of the school', async (email, counts) => {
    const admin = as(email);
    for (const [path, count] of Object.entries(counts)) expect(await total(admin, `/v1/${path}`)).toBe(count);
  });
});

describe('The demo accounts', () => {
  it.each(demoAccounts)('let $email in as $role at $school', async ({ email, role, school }) => {
    const { status, body } = await login(email);
    expect(status).toBe(200);
    expect({ role: body.membership.role, school: body.membership.school?.name ?? null }).toEqual({ role, school });
    const { user } = (await holding(body.accessToken).get('/v1/me')).body;
    expect(user.email).toBe(email);
    expect(user.name).not.toMatch(/teacher|student|admin|guardian|operator/i);
  });

  it('are the only ones that anyone can log in to', async () => {
    const members = await as('admin@northwood.example').all('/v1/members');
    expect(new Set(members.map(({ status }) => status))).toEqual(new Set(['active', 'invited', 'suspended']));
    const named = new Set(demoAccounts.map(({ email }) => email));
    const others = members.map(({ user }) => user.email as string).filter((email) => !named.has(email));
    expect(others.length).toBeGreaterThan(60);
    for (const email of others.slice(-3)) expect((await login(email)).status).toBe(401);
  });

  it('make both@ a teacher at Northwood and a guardian at Lakeside', async () => {
    const both = as('both@homeroom.example');
    const { memberships } = (await both.get('/v1/me')).body;
    expect(memberships[0]).toMatchObject({ role: 'teacher', school: { name: 'Northwood School' } });
    expect(memberships[1]).toMatchObject({ role: 'guardian', school: { name: 'Lakeside Academy' } });
    expect(await total(both, '/v1/classes')).toBeGreaterThan(0);
    const { accessToken } = (await both.post('/v1/auth/switch', { membershipId: memberships[1].id })).body;
    expect(await total(holding(accessToken), '/v1/students')).toBe(1);
  });
});
