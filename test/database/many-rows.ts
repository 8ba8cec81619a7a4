import type pg from 'pg';
import type { Actor } from '../support/school.js';

const MANY = 3_000;

/**
 * Fills every list of a school with so many rows that reading and sorting them all would not do, and a second school with as
 * many. Returns the id of the article that is shared with everyone.
 */
export async function manyRows(
  client: pg.Client,
  schoolId: string,
  { userId, membershipId }: Actor,
  classId: string,
  studentId: string,
): Promise<string> {
  const number = `FROM generate_series(1, ${MANY}) AS n`;
  const day = `date '2026-01-01' + n % 300`;
  const insert = async (into: string, select: string, ...values: unknown[]) => {
    await client.query(`INSERT INTO ${into} SELECT ${select}`, values);
  };
  const people = async (school: string) => {
    await insert(
      `"Student" ("schoolId", "studentNumber", "givenName", "familyName", "gradeLevel", "createdAt")`,
      `$1, n::text, 'Ada', 'Name ' || n % 500, nullif(n % 15, 14), ${day} ${number}`,
      school,
    );
    await insert(
      `"Teacher" ("schoolId", "staffNumber", "givenName", "familyName", "createdAt")`,
      `$1, n::text, 'Ada', 'Name ' || n % 500, ${day} ${number}`,
      school,
    );
    await insert(`"Class" ("schoolId", name, "createdAt")`, `$1, 'Class ' || n, ${day} ${number}`, school);
    await insert(
      `"Term" ("schoolId", name, "startsOn", "endsOn")`,
      `$1, 'Term', ${day}, '2027-01-01' ${number}`,
      school,
    );
    await insert(
      `"Membership" ("schoolId", role, "invitedEmail", "createdAt")`,
      `$1, 'guardian', n || '@x.example', ${day} ${number}`,
      school,
    );
  };
  await insert(`"School" (name, slug)`, `'School ' || n, 'many-' || n ${number}`);
  await people(schoolId);
  const { rows: others } = await client.query(`SELECT id FROM "School" WHERE slug = 'many-1'`);
  await people(others[0].id);
  await insert(
    `"Article" ("schoolId", "authorId", title, body, audience, status, "publishedAt", "createdAt")`,
    `$1, $2, 'Title ' || n, 'Text', 'school', CASE WHEN n % 3 = 0 THEN 'draft' ELSE 'published' END::"ArticleStatus",
      CASE WHEN n % 3 = 0 THEN NULL ELSE ${day} END, ${day} ${number}`,
    schoolId,
    membershipId,
  );
  await insert(
    `"Session" ("userId", "membershipId", "createdAt", "idleExpiresAt", "expiresAt")`,
    `$1, $2, now() - n * interval '1 second', '2099-01-01', '2099-01-01' ${number}`,
    userId,
    membershipId,
  );
  await insert(
    `"Enrollment" ("schoolId", "classId", "studentId", "enrolledOn", "createdAt")`,
    `"schoolId", $2, id, '2026-09-01', "createdAt" FROM "Student" student WHERE "schoolId" = $1
      AND NOT EXISTS (SELECT FROM "Enrollment" WHERE "studentId" = student.id)`,
    schoolId,
    classId,
  );
  const guardians = `FROM "Membership" WHERE "schoolId" = $1 AND role = 'guardian' AND "userId" IS NULL`;
  await insert(
    `"Guardianship" ("schoolId", "studentId", "membershipId", relation, "createdAt")`,
    `"schoolId", $2, id, 'parent', "createdAt" ${guardians}`,
    schoolId,
    studentId,
  );
  const { rows: articles } = await client.query(
    `SELECT id FROM "Article" WHERE "schoolId" = $1 AND status = 'draft' LIMIT 1`,
    [schoolId],
  );
  await insert(
    `"ArticleShare" ("schoolId", "articleId", "membershipId", "createdAt")`,
    `"schoolId", $2, id, "createdAt" ${guardians}`,
    schoolId,
    articles[0].id,
  );
  await client.query('ANALYZE');
  return articles[0].id;
}
