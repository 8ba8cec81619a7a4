import pg from 'pg';
import { demoAccounts, demoPassphrase } from '../../prisma/seed/accounts.js';
import { loadDemo } from '../../prisma/seed/demo.js';
import { startApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createDatabase } from '../support/database.js';

const databaseUrl = createDatabase();
const loaded = databaseUrl.then(async (url) => Promise.all([loadDemo(url), loadDemo(url)]));
const served = loaded.then(async () => startApp({ databaseUrl: await databaseUrl }));
const url = async () => (await served).url;
const login = (email: string) => new Client(url).post('/v1/auth/login', { email, password: demoPassphrase });
const as = (email: string) => new Client(url, async () => (await login(email)).body.accessToken);
const idsOf = async (client: Client, path: string) => (await client.all(path)).map(({ id }) => id as string);
const total = async (client: Client, path: string) => (await client.get(`${path}?include=total`)).body.page.total;

/** All rows of every table, without what differs on purpose: the hash's salt, and when the class's trigger ran. */
async function contents(database: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const tables = ['School', 'Membership', 'User', 'Student', 'Teacher', 'Term', 'Class', 'ClassTeacher'];
  const more = ['Enrollment', 'Guardianship', 'Article', 'ArticleShare', 'Session'];
  const each = [...tables, ...more].map(
    (table) => `SELECT '${table} ' || (to_jsonb(t) - '{passwordHash}'::text[]
      - CASE WHEN '${table}' = 'Class' THEN '{updatedAt}'::text[] ELSE '{}' END) AS row FROM "${table}" t`,
  );
  const { rows } = await client.query<{ row: string }>(`${each.join(' UNION ALL ')} ORDER BY 1`);
  await client.end();
  return rows.map(({ row }) => row);
}

describe('loadDemo', () => {
  it('loads once, whoever starts at the same time or later', async () => {
    expect((await loaded).sort()).toEqual([false, true]);
    const before = await contents(await databaseUrl);
    expect(await loadDemo(await databaseUrl)).toBe(false);
    expect(await contents(await databaseUrl)).toEqual(before);
  });

  it('loads the same rows into another database', async () => {
    const another = await createDatabase();
    const [here, there] = [await createDatabase(), another];
    expect([await loadDemo(here), await loadDemo(there)]).toEqual([true, true]);
    const rows = await contents(here);
    expect(rows.length).toBeGreaterThan(800);
    expect(await contents(there)).toEqual(rows);
  });

  it.each([
    ['a school', `INSERT INTO "School" ("name", "slug") VALUES ('Our School', 'ours')`],
    ['a user', `INSERT INTO "User" ("email", "name", "passwordHash") VALUES ('a@b.example', 'Ada', '$argon2id$x')`],
  ])('leaves a database alone that has %s', async (_, statement) => {
    const database = await createDatabase();
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    await client.query(statement);
    await client.end();
    expect(await loadDemo(database)).toBe(false);
    expect(await contents(database)).toHaveLength(1);
  });

  it.each([
    ['admin@northwood.example', { students: 240, teachers: 20, classes: 24, articles: 60, terms: 3 }],
    ['admin@lakeside.example', { students: 40, teachers: 6, classes: 6, articles: 12, terms: 3 }],
  ])('gives %s the counts of the school', async (email, counts) => {
    const admin = as(email);
    for (const [path, count] of Object.entries(counts))
      expect([path, await total(admin, `/v1/${path}`)]).toEqual([path, count]);
  });
});

describe('The demo accounts', () => {
  it.each(demoAccounts)('let $email in as $role at $school', async ({ email, role, school }) => {
    const { status, body } = await login(email);
    expect(status).toBe(200);
    expect({ role: body.membership.role, school: body.membership.school?.name ?? null }).toEqual({ role, school });
    const { user } = (await new Client(url, async () => body.accessToken).get('/v1/me')).body;
    expect(user.email).toBe(email);
    expect(user.name).not.toMatch(/teacher|student|admin|guardian|operator/i);
  });

  it('are the only ones that anyone can log in to', async () => {
    const members = (await as('admin@northwood.example').all('/v1/members')).concat(
      await as('admin@lakeside.example').all('/v1/members'),
    );
    const named = new Set(demoAccounts.map(({ email }) => email));
    const others = members.map(({ user }) => user.email as string).filter((email) => !named.has(email));
    expect(others.length).toBeGreaterThan(60);
    for (const email of others.slice(-3)) expect((await login(email)).status).toBe(401);
    expect(new Set(members.map(({ status }) => status))).toEqual(new Set(['active', 'invited', 'suspended']));
  });

  it('make both@ a teacher at Northwood and a guardian at Lakeside', async () => {
    const both = as('both@homeroom.example');
    const { memberships } = (await both.get('/v1/me')).body;
    const found = memberships.map(({ role, school }: { role: string; school: { name: string } }) => [
      role,
      school.name,
    ]);
    expect(found).toEqual([
      ['teacher', 'Northwood School'],
      ['guardian', 'Lakeside Academy'],
    ]);
    expect(await total(both, '/v1/classes')).toBeGreaterThan(0);
    const { accessToken } = (await both.post('/v1/auth/switch', { membershipId: memberships[1].id })).body;
    expect(await total(new Client(url, async () => accessToken), '/v1/students')).toBe(1);
  });
});

describe('The relations of the demo data', () => {
  it.each([
    ['northwood', '', '.two'],
    ['northwood', '.two', ''],
    ['lakeside', '', null],
  ])('at %s, teacher%s teaches student of the same name and not student%s', async (school, own, other) => {
    const teacher = as(`teacher${own}@${school}.example`);
    const [studentId] = await idsOf(as(`student${own}@${school}.example`), '/v1/students');
    const taught = await idsOf(teacher, '/v1/students');
    expect(taught).toContain(studentId);
    expect(await idsOf(as(`guardian${own}@${school}.example`), '/v1/students')).toEqual([studentId]);
    if (other === null) return;
    const [otherId] = await idsOf(as(`student${other}@${school}.example`), '/v1/students');
    expect(taught).not.toContain(otherId);
    expect((await teacher.get(`/v1/students/${otherId}`)).status).toBe(404);
  });

  it.each(['teacher', 'student'])('%s and %1$s.two share no class', async (who) => {
    const [one, two] = [as(`${who}@northwood.example`), as(`${who}.two@northwood.example`)];
    const [ofOne, ofTwo] = [await idsOf(one, '/v1/classes'), await idsOf(two, '/v1/classes')];
    expect(ofOne.length * ofTwo.length).toBeGreaterThan(0);
    expect(ofOne.filter((id) => ofTwo.includes(id))).toEqual([]);
  });

  it('student.two reads the draft that teacher has shared, and nobody else’s; student none', async () => {
    const teacher = as('teacher@northwood.example');
    const me = (await teacher.get('/v1/me')).body.membership.id;
    const drafts = await idsOf(teacher, `/v1/articles?status=draft&authorId=${me}`);
    const shared = await idsOf(as('student.two@northwood.example'), '/v1/articles?status=draft');
    expect(shared).toHaveLength(1);
    expect(drafts).toEqual(expect.arrayContaining(shared));
    expect(drafts.length).toBeGreaterThan(1);
    for (const id of drafts) {
      expect((await teacher.get(`/v1/articles/${id}/shares`)).body.data).toHaveLength(shared.includes(id) ? 1 : 0);
    }
    expect(await idsOf(as('student@northwood.example'), '/v1/articles?status=draft')).toEqual([]);
  });

  it('Northwood has every kind of article, and both published and drafts of each', async () => {
    const admin = as('admin@northwood.example');
    for (const audience of ['school', 'staff', 'class']) {
      for (const status of ['draft', 'published']) {
        expect((await admin.get(`/v1/articles?audience=${audience}&status=${status}`)).body.data).not.toEqual([]);
      }
    }
    for (const who of ['student@northwood.example', 'student.two@northwood.example']) {
      const { data } = (await as(who).get('/v1/articles?audience=class&status=published')).body;
      expect(data).not.toEqual([]);
    }
  });

  it('some values are null, most are not, and each class has its two or three dozen students at most', async () => {
    const admin = as('admin@northwood.example');
    const students = await admin.all('/v1/students');
    for (const property of ['preferredName', 'gradeLevel', 'birthDate', 'email', 'phone', 'address', 'medicalNotes']) {
      const empty = students.filter((student) => student[property] === null).length;
      expect([property, empty > 0 && empty < students.length]).toEqual([property, true]);
    }
    expect(new Set(students.map(({ gradeLevel }) => gradeLevel))).toEqual(
      new Set([null, ...Array.from({ length: 14 }, (_, grade) => grade)]),
    );
    for (const { id, name } of await admin.all('/v1/classes')) {
      const current = await total(admin, `/v1/classes/${id}/enrollments`);
      expect([name, current >= 10 && current <= 28]).toEqual([name, true]);
    }
  });
});
