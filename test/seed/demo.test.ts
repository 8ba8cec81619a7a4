import pg from 'pg';
import { demoAccounts, demoPassphrase } from '../../prisma/seed/accounts.js';
import { loadDemo } from '../../prisma/seed/demo.js';
import { startApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createDatabase } from '../support/database.js';

let databaseUrl: string;
let loaded: boolean[];
let url: string;

beforeAll(async () => {
  databaseUrl = await createDatabase();
  loaded = await Promise.all([loadDemo(databaseUrl), loadDemo(databaseUrl)]);
  ({ url } = await startApp({ databaseUrl }));
});

const at = async () => url;
const holding = (token?: string) => new Client(at, async () => token);
const login = (email: string) => holding().post('/v1/auth/login', { email, password: demoPassphrase });
const tokens = new Map<string, Promise<string>>();

function as(email: string): Client {
  const token = tokens.get(email) ?? login(email).then(({ body }) => body.accessToken);
  tokens.set(email, token);
  return new Client(at, () => token);
}

const idsOf = async (client: Client, path: string) => (await client.all(path)).map(({ id }) => id as string);
const total = async (client: Client, path: string) => (await client.get(`${path}?include=total`)).body.page.total;

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

describe('The relations of the demo data', () => {
  it.each(['northwood.example', 'two@northwood.example', 'lakeside.example'])('link those of %s', async (place) => {
    const of = (who: string) => as(place.includes('@') ? `${who}.${place}` : `${who}@${place}`);
    const [studentId, ...others] = await idsOf(of('student'), '/v1/students');
    expect(others).toEqual([]);
    expect(await idsOf(of('teacher'), '/v1/students')).toContain(studentId);
    expect(await idsOf(of('guardian'), '/v1/students')).toEqual([studentId]);
  });

  it.each(['teacher', 'student', 'guardian'])('give %s and the second one no class in common', async (who) => {
    const one = await idsOf(as(`${who}@northwood.example`), '/v1/classes');
    const two = await idsOf(as(`${who}.two@northwood.example`), '/v1/classes');
    expect(new Set([...one, ...two]).size).toBe(one.length + two.length);
    expect(one.length * two.length).toBeGreaterThan(0);
  });

  it('keep each of the two teachers away from the other one’s student', async () => {
    const [one] = await idsOf(as('student@northwood.example'), '/v1/students');
    const [two] = await idsOf(as('student.two@northwood.example'), '/v1/students');
    expect((await as('teacher@northwood.example').get(`/v1/students/${two}`)).status).toBe(404);
    expect((await as('teacher.two@northwood.example').get(`/v1/students/${one}`)).status).toBe(404);
  });

  it('let student.two read one of the two drafts of teacher, and student none', async () => {
    const teacher = as('teacher@northwood.example');
    const me = (await teacher.get('/v1/me')).body.membership.id;
    const drafts = await idsOf(teacher, `/v1/articles?status=draft&authorId=${me}`);
    const shared = await idsOf(as('student.two@northwood.example'), '/v1/articles?status=draft');
    expect([shared.length, drafts.length]).toEqual([1, 2]);
    for (const id of drafts)
      expect(await idsOf(teacher, `/v1/articles/${id}/shares`)).toHaveLength(shared[0] === id ? 1 : 0);
    expect(await idsOf(as('student@northwood.example'), '/v1/articles?status=draft')).toEqual([]);
  });

  it('are told in articles of every kind, published and not', async () => {
    const admin = as('admin@northwood.example');
    for (const audience of ['school', 'staff', 'class']) {
      expect(await idsOf(admin, `/v1/articles?audience=${audience}&status=draft`)).not.toEqual([]);
      expect(await idsOf(admin, `/v1/articles?audience=${audience}&status=published`)).not.toEqual([]);
    }
    expect(await idsOf(as('student@northwood.example'), '/v1/articles?audience=class')).not.toEqual([]);
  });

  it('leave some values null, fill every grade, and every class with 10 to 28 students', async () => {
    const admin = as('admin@northwood.example');
    const students = await admin.all('/v1/students');
    for (const property of ['preferredName', 'gradeLevel', 'birthDate', 'email', 'phone', 'address', 'medicalNotes']) {
      const empty = students.filter((student) => student[property] === null).length;
      expect([property, empty > 0 && empty < students.length]).toEqual([property, true]);
    }
    expect(new Set(students.map(({ gradeLevel }) => gradeLevel)).size).toBe(15);
    for (const { id, name } of await admin.all('/v1/classes')) {
      const current = await total(admin, `/v1/classes/${id}/enrollments`);
      expect([name, current >= 10 && current <= 28]).toEqual([name, true]);
    }
  });
});
