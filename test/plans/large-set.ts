import pg from 'pg';
import { withoutReferences } from './references.js';

/** Each of the schools has so many; 30 are in a class, of which each teacher has two. */
const SCHOOLS = 50;
const STUDENTS = 2_000;
const CLASSES = 200;
const TEACHERS = 100;
const TERMS = 60;
const ARTICLES = 200;

/**
 * Fills a database with 100,000 students and what goes with them, the same each time but for the ids. The rows of a school lie
 * scattered among those of the others, as they do where schools grow side by side.
 */
export async function largeSet(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const insert = (into: string, select: string) => client.query(`INSERT INTO ${into} SELECT ${select}`);
  const each = (count: number) => `generate_series(1, ${count}) AS n CROSS JOIN large`;
  const archived = 'CASE WHEN n % 20 = 0 THEN now() END';
  const minute = `timestamptz '2020-01-01Z' + (n * ${SCHOOLS} + large.at) * interval '1 minute'`;
  const holdReferences = await withoutReferences(client);
  await insert(`"School" (name, slug)`, `'School ' || n, 'large-' || n FROM generate_series(1, ${SCHOOLS}) AS n`);
  await insert(`"School" (name, slug)`, `'Small ' || n, 'small-' || n FROM generate_series(1, 3000) AS n`);
  await client.query(
    `CREATE TEMPORARY TABLE large AS SELECT id, row_number() OVER (ORDER BY id) AS at FROM "School" WHERE slug LIKE 'large-%'`,
  );
  await insert(
    `"Student" ("schoolId", "studentNumber", "givenName", "familyName", "gradeLevel", status, email, "archivedAt", "createdAt")`,
    `large.id, n::text, 'Given ' || n % 300, 'Family ' || n % 700, nullif(n % 15, 14),
      (CASE WHEN n % 10 = 3 THEN 'graduated' ELSE 'active' END)::"StudentStatus", 's' || n || '@x.example',
      ${archived}, ${minute} FROM ${each(STUDENTS)} ORDER BY n`,
  );
  await insert(
    `"Teacher" ("schoolId", "staffNumber", "givenName", "familyName", subjects, "archivedAt", "createdAt")`,
    `large.id, n::text, 'Given ' || n, 'Family ' || n % 70, ARRAY['Subject ' || n % 10], ${archived}, ${minute}
      FROM ${each(TEACHERS)} ORDER BY n`,
  );
  await insert(
    `"Term" ("schoolId", name, "startsOn", "endsOn", "archivedAt")`,
    `large.id, 'Term ' || n, date '2020-01-01' + n * 30, date '2020-01-01' + n * 30 + 20, ${archived} FROM ${each(TERMS)} ORDER BY n`,
  );
  await insert(
    `"Class" ("schoolId", name, "termId", "archivedAt", "createdAt")`,
    `large.id, n::text, term.id, ${archived}, ${minute} FROM ${each(CLASSES)}
      JOIN "Term" term ON term."schoolId" = large.id AND term.name = 'Term ' || 1 + n % ${TERMS} ORDER BY n`,
  );
  await insert(
    `"ClassTeacher" ("schoolId", "classId", "teacherId")`,
    `class."schoolId", class.id, teacher.id FROM "Class" class JOIN "Teacher" teacher
      ON teacher."schoolId" = class."schoolId" AND teacher."staffNumber" = (1 + class.name::int % ${TEACHERS})::text`,
  );
  // The fourth has ended.
  await insert(
    `"Enrollment" ("schoolId", "classId", "studentId", "enrolledOn", "endedOn", "createdAt")`,
    `student."schoolId", class.id, student.id, '2026-01-01', CASE WHEN n = 4 THEN date '2026-06-01' END, student."createdAt"
      FROM generate_series(1, 4) AS n CROSS JOIN "Student" student JOIN "Class" class ON class."schoolId" = student."schoolId"
        AND class.name = (1 + (student."studentNumber"::int * 3 + n * 41) % ${CLASSES})::text`,
  );
  await addMembers(insert, each);
  await insert(
    `"Guardianship" ("schoolId", "studentId", "membershipId", relation, "createdAt")`,
    `member."schoolId", student.id, member.id, 'parent', student."createdAt" FROM "Membership" member JOIN "Student" student
      ON student."schoolId" = member."schoolId" AND 1 + student."studentNumber"::int % ${STUDENTS / 2} = member."givenName"::int
      WHERE member.role = 'guardian'`,
  );
  await insert(
    `"Article" ("schoolId", "authorId", title, body, audience, "classId", status, "publishedAt", "archivedAt", "createdAt")`,
    `large.id, author.id, 'Title ' || n, repeat('Text ', 50), audience::"ArticleAudience",
      CASE audience WHEN 'class' THEN (SELECT id FROM "Class" WHERE "schoolId" = large.id AND name = n::text) END,
      (CASE WHEN n % 5 = 0 THEN 'draft' ELSE 'published' END)::"ArticleStatus", CASE WHEN n % 5 > 0 THEN ${minute} END, ${archived}, ${minute}
      FROM ${each(ARTICLES)} CROSS JOIN LATERAL (SELECT (ARRAY['school', 'staff', 'class'])[1 + n % 3]) AS kind (audience)
      JOIN "Membership" author ON author."schoolId" = large.id AND author.role = 'teacher'
        AND author."givenName" = (1 + n % ${TEACHERS})::text ORDER BY n`,
  );
  await insert(
    `"ArticleShare" ("schoolId", "articleId", "membershipId")`,
    `article."schoolId", article.id, member.id FROM "Article" article JOIN "Membership" member
      ON member."schoolId" = article."schoolId" AND member.role = 'student' AND member."givenName"::int % 500 = 7
      WHERE article.status = 'draft'`,
  );
  await insert(
    `"LoginFailure" (key, "updatedAt")`,
    `sha256(n::text::bytea), now() - n * interval '1 minute' FROM generate_series(1, 50000) AS n`,
  );
  await insert(
    `"UserToken" ("userId", purpose, digest, "expiresAt")`,
    `id, 'password_reset', sha256(id::text::bytea), now() + interval '10 minutes' FROM "User" WHERE name = 'Someone'`,
  );
  await insert(
    `"Factor" ("userId", kind, name, secret, "confirmedAt")`,
    `id, 'totp', 'Telephone', 'sealed', now() FROM "User" WHERE name = 'Someone'`,
  );
  await insert(
    `"RecoveryCode" ("userId", digest)`,
    `id, sha256((id || ' ' || n)::bytea) FROM "User" CROSS JOIN generate_series(1, 3) AS n WHERE name = 'Someone'`,
  );
  await insert(
    `"Challenge" (digest, purpose, "userId", data, "expiresAt")`,
    `sha256(id::text::bytea), 'login', id, '{}', now() FROM "User" WHERE name = 'Someone'`,
  );
  await insert(
    `"ExternalIdentity" ("userId", issuer, subject)`,
    `id, 'https://id.example', email FROM "User" WHERE name = 'Someone'`,
  );
  await insert(
    `"ApiKey" ("schoolId", "createdById", name, digest, scopes, "expiresAt")`,
    `large.id, (SELECT id FROM "Membership" WHERE "schoolId" = large.id AND role = 'admin'), 'Key ' || n,
      sha256((large.id || ' ' || n)::bytea), '{classes:read}', now() + interval '1 year' FROM ${each(200)}`,
  );
  await insert(
    `"ClientToken" ("schoolId", "apiKeyId", digest, scopes, "expiresAt")`,
    `"schoolId", id, sha256((id || ' ' || n)::bytea), scopes, now() + n * interval '1 minute' FROM "ApiKey" CROSS JOIN generate_series(1, 3) AS n`,
  );
  await insert(
    `"SpentNonce" (digest, "expiresAt")`,
    `sha256(('nonce ' || n)::bytea), now() + n * interval '1 s' FROM generate_series(1, 50000) AS n`,
  );
  // Most were sent long ago; a few wait.
  await insert(
    `"Mail" (kind, recipient, "aboutId", status, "sentAt", "dueAt", "expiresAt", "createdAt")`,
    `'invitation', 'guest-' || n % 20000 || '@x.example', uuidv7(), (CASE WHEN n % 1000 = 0 THEN 'waiting' ELSE 'sent' END)::"MailStatus",
      CASE WHEN n % 1000 > 0 THEN now() END, now(), now(), now() - n * interval '1 minute' FROM generate_series(1, 100000) AS n`,
  );
  await holdReferences();
  await client.query('ANALYZE');
  await client.end();
}

/** Everyone has a user and a member, whose given name is their number, and a session that has ended and one that hasn't. */
async function addMembers(
  insert: (into: string, select: string) => Promise<unknown>,
  each: (count: number) => string,
): Promise<void> {
  const people = [
    ['admin', 1, `NULL::uuid, NULL::uuid`],
    ['teacher', TEACHERS, `NULL, (SELECT id FROM "Teacher" WHERE "schoolId" = large.id AND "staffNumber" = n::text)`],
    ['student', STUDENTS, `(SELECT id FROM "Student" WHERE "schoolId" = large.id AND "studentNumber" = n::text), NULL`],
    ['guardian', STUDENTS / 2, `NULL, NULL`],
  ] as const;
  for (const [role, count, record] of people) {
    const email = `'${role}-' || n || '@' || large.at || '.example'`;
    await insert(
      `"User" (email, name, "passwordHash")`,
      `${email}, 'Someone', '$argon2id$none' FROM ${each(count)} ORDER BY n`,
    );
    await insert(
      `"Membership" ("schoolId", "userId", role, status, "givenName", "studentId", "teacherId", "createdAt")`,
      `large.id, (SELECT id FROM "User" WHERE email = ${email}), '${role}', 'active', n::text, ${record},
        timestamptz '2020-01-01Z' + (n * ${SCHOOLS} + large.at) * interval '1 minute' FROM ${each(count)} ORDER BY n`,
    );
  }
  await insert(
    `"Session" ("userId", "membershipId", "createdAt", "idleExpiresAt", "expiresAt", "endedAt")`,
    `"userId", id, now(), '2099-01-01', '2099-01-01', CASE WHEN n = 1 THEN now() END
      FROM generate_series(1, 2) AS n CROSS JOIN "Membership" WHERE "userId" IS NOT NULL`,
  );
}
