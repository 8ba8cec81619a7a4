import type pg from 'pg';
import { Passwords } from '../apps/api/src/auth/passwords.js';
import { Progress } from './progress.js';

/** Everyone's. */
export const password = 'the benchmark has one passphrase';

/**
 * Everything in the data follows from numbers: an id, a name, a class of a student. `$1` is the number of the school, `$2` that of
 * its students, a multiple of a hundred; `n` counts over all schools.
 */
const functions = `
  CREATE OR REPLACE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN
    (lpad(to_hex(1767225600000 + n), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || '8' || substr(md5(kind || n), 4, 15))::uuid;
  CREATE OR REPLACE FUNCTION pg_temp.dice(kind text, n bigint, sides int) RETURNS int LANGUAGE sql IMMUTABLE RETURN
    1 + ('x' || substr(md5(kind || n), 1, 7))::bit(28)::int % sides;
  CREATE OR REPLACE FUNCTION pg_temp.given(n bigint) RETURNS text LANGUAGE sql IMMUTABLE RETURN
    ('{Ada,Amara,Ben,Chloe,Dara,Elif,Emil,Fatima,Hugo,Ines,Jonas,Kira,Liam,Maya,Noor,Omar,Priya,Rosa,Sven,Tuva}'::text[])[pg_temp.dice('given', n, 20)];
  CREATE OR REPLACE FUNCTION pg_temp.family(n bigint) RETURNS text LANGUAGE sql IMMUTABLE RETURN
    ('{Ander,Berg,Carl,Dal,Eck,Fern,Gran,Hol,Ibra,Jan,Kova,Lind,Mora,Nova,Oka,Petro,Quin,Ros,Sand,Tor}'::text[])[pg_temp.dice('family', n, 20)]
    || ('{berg,dahl,feld,ford,gren,holm,kamp,land,lund,man,mark,nes,quist,rova,son,stad,stein,strom,vik,well}'::text[])[pg_temp.dice('name', n, 20)];
  CREATE OR REPLACE FUNCTION pg_temp.at(n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE RETURN
    timestamptz '2026-01-01 00:00:00Z' + n * interval '1 ms';`;

const id = (kind: string, n: string) => `pg_temp.id('${kind}', ${n})`;
const school = id('school', '$1::int');
/** So many of them in each school; the k-th of this school is the n-th of all. */
const count = (of: string) => `FROM (SELECT k, $1::bigint * ${of} + k AS n FROM generate_series(1, ${of}) AS k)`;
const admins = '($2::int / 200)';
const teachers = '($2::int / 20)';
const guardians = '($2::int / 2)';
/** Of 25 students, each in five; the number of a group of classes of one subject. */
const groups = '($2::int / 25)';
const articles = '($2::int / 20)';

const member = (role: string, of: string, record = '') => [
  `INSERT INTO "User" (id, email, name, "passwordHash", "createdAt", "updatedAt")
   SELECT ${id(`user of ${role}`, 'n')}, '${role}-' || n || '@bench.example', pg_temp.given(n) || ' ' || pg_temp.family(n), $3::text,
     pg_temp.at(n), pg_temp.at(n) ${count(of)}`,
  `INSERT INTO "Membership" (id, "schoolId", "userId", role, status, "createdAt", "updatedAt"${record && ', "teacherId"'})
   SELECT ${id(role, 'n')}, ${school}, ${id(`user of ${role}`, 'n')}, '${role}', 'active', pg_temp.at(n), pg_temp.at(n)${record && `, ${record}`}
   ${count(of)}`,
];

/** A school, in the order in which one row needs another. */
export const schoolStatements = [
  functions,
  `INSERT INTO "School" (id, name, slug) SELECT ${school}, 'School ' || $1::int, 'school-' || $1::int`,
  `INSERT INTO "Student" (id, "schoolId", "studentNumber", "givenName", "familyName", "preferredName", "gradeLevel", "birthDate",
     email, phone, address, "medicalNotes", "createdAt", "updatedAt")
   SELECT ${id('student', 'n')}, ${school}, 'N-' || k, pg_temp.given(n), pg_temp.family(n),
     CASE WHEN k % 5 = 0 THEN pg_temp.given(n + 1) END, k % 14, date '2008-01-01' + (k * 37 % 5000)::int, 'student-' || n || '@bench.example',
     '+44 20 7946 ' || lpad((n % 10000)::text, 4, '0'), pg_temp.dice('house', n, 200) || ' Long Street' || chr(10) || 'Benchford',
     CASE WHEN k % 8 = 0 THEN 'Asthma; the inhaler is in the office.' END, pg_temp.at(n), pg_temp.at(n) ${count('$2::int')}`,
  `INSERT INTO "Teacher" (id, "schoolId", "staffNumber", "givenName", "familyName", subjects, email, "hiredOn", "createdAt", "updatedAt")
   SELECT ${id('record of teacher', 'n')}, ${school}, 'T-' || k, pg_temp.given(n), pg_temp.family(n), '{Mathematics,Music}',
     'teacher-' || n || '@bench.example', '2020-08-01', pg_temp.at(n), pg_temp.at(n) ${count(teachers)}`,
  ...member('admin', admins),
  ...member('teacher', teachers, id('record of teacher', 'n')),
  ...member('guardian', guardians),
  `INSERT INTO "Term" (id, "schoolId", name, "startsOn", "endsOn")
   SELECT ${id('term', '$1::int * 2 + k')}, ${school}, 'Term ' || k, make_date(2025 + k, 1, 10), make_date(2025 + k, 12, 20) FROM generate_series(0, 1) AS k`,
  `INSERT INTO "Class" (id, "schoolId", name, subject, room, "termId", "createdAt", "updatedAt")
   SELECT ${id('class', 'n')}, ${school}, 'Class ' || k, 'Mathematics', 'Room ' || k % 60, ${id('term', '$1::int * 2')}, pg_temp.at(n), pg_temp.at(n)
   ${count(`(5 * ${groups})`)}`,
  `INSERT INTO "ClassTeacher" ("schoolId", "classId", "teacherId")
   SELECT ${school}, ${id('class', 'n')}, ${id('record of teacher', `$1::bigint * ${teachers} + 1 + k % ${teachers}`)} ${count(`(5 * ${groups})`)}`,
  // The groups of another subject are mixed anew, so that two students share a class or two, not all.
  `INSERT INTO "Enrollment" (id, "schoolId", "classId", "studentId", "enrolledOn", "createdAt", "updatedAt")
   SELECT ${id('enrollment', '5 * n + subject')}, ${school},
     ${id('class', `$1::bigint * 5 * ${groups} + subject * ${groups} + 1 + (k + subject * (k / ${groups})) % ${groups}`)},
     ${id('student', 'n')}, '2026-01-10', pg_temp.at(n), pg_temp.at(n) ${count('$2::int')}, generate_series(0, 4) AS subject`,
  // The first child of each guardian, and of every second one a second.
  `INSERT INTO "Guardianship" (id, "schoolId", "studentId", "membershipId", relation, "createdAt", "updatedAt")
   SELECT ${id('guardianship', 'n')}, ${school}, ${id('student', 'n')}, ${id('guardian', `$1::bigint * ${guardians} + (k + 1) / 2`)}, 'parent',
     pg_temp.at(n), pg_temp.at(n) ${count('$2::int')} WHERE k % 4 <> 0`,
  `INSERT INTO "Article" (id, "schoolId", "authorId", title, body, audience, status, "publishedAt", "createdAt", "updatedAt")
   SELECT ${id('article', 'n')}, ${school}, ${id('admin', `$1::bigint * ${admins} + 1 + k % ${admins}`)}, 'Notice ' || k, repeat('What everyone should know. ', 40),
     'school', 'published', pg_temp.at(n), pg_temp.at(n), pg_temp.at(n) ${count(articles)}`,
];

export async function loadData(client: pg.Client, students: number): Promise<void> {
  const schools = Math.ceil(students / 2_000);
  const progress = new Progress(`Loading ${students} students`, schools);
  const passwordHash = await new Passwords().hash(password);
  const [first, ...inserts] = schoolStatements;
  await client.query(first!);
  const addForeignKeys = await dropForeignKeys(client);
  for (let number = 0; number < schools; number += 1) {
    await client.query('BEGIN');
    for (const text of inserts) {
      const values = [number, Math.ceil(students / schools), passwordHash];
      await client.query(text, values.slice(0, Math.max(...[...text.matchAll(/\$(\d)/g)].map(([, n]) => Number(n)))));
    }
    await client.query('COMMIT');
    progress.step();
  }
  await addForeignKeys();
  await client.query('VACUUM ANALYZE');
}

/** Until all is there: to check a million rows at once takes seconds, and one by one minutes. */
async function dropForeignKeys(client: pg.Client): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  return async () => {
    for (const { table, name, definition } of keys)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  };
}
