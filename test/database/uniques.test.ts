import { TwoSchools } from './two-schools.js';

/** For each unique index that more than an id is in: a change after which two rows would have the same. */
const duplicates: Record<string, string> = {
  School_slug_key: `"School" SET slug = 'north'`,
  User_email_key: `"User" SET email = 'one@north.example'`,
  Membership_inviteDigest_key: `"Membership" SET "inviteDigest" = sha256('north 1') WHERE role = 'guardian'`,
  Membership_schoolId_userId_role_key: `"Membership" SET role = 'teacher' WHERE role = 'admin'`,
  Membership_schoolId_invitedEmail_role_key: `"Membership" SET "invitedEmail" = 'other@north.example' WHERE role = 'guardian'`,
  Membership_schoolId_studentId_key: `"Membership" m SET "studentId" = (SELECT "studentId" FROM "Membership" o WHERE o."schoolId" = m."schoolId" AND o.role = 'student') WHERE role = 'guardian'`,
  Membership_schoolId_teacherId_key: `"Membership" m SET "teacherId" = (SELECT "teacherId" FROM "Membership" o WHERE o."schoolId" = m."schoolId" AND o.role = 'teacher') WHERE role = 'guardian'`,
  UserToken_digest_key: `"UserToken" SET digest = sha256('north 3')`,
  Factor_credentialId_key: `"Factor" SET "credentialId" = 'north 1' WHERE kind = 'passkey'`,
  ExternalIdentity_issuer_subject_key: `"ExternalIdentity" SET subject = 'north'`,
  ApiKey_digest_key: `"ApiKey" SET digest = sha256('north 7')`,
  ClientToken_digest_key: `"ClientToken" SET digest = sha256('north 9')`,
  Student_schoolId_studentNumber_key: `"Student" SET "studentNumber" = '1'`,
  Student_schoolId_email_key: `"Student" SET email = 'sam@x.example'`,
  Teacher_schoolId_staffNumber_key: `"Teacher" SET "staffNumber" = '1'`,
  Teacher_schoolId_email_key: `"Teacher" SET email = 'ada@x.example'`,
  Enrollment_current_key: `"Enrollment" SET "endedOn" = NULL`,
  Guardianship_current_key: `"Guardianship" g SET "membershipId" = (SELECT id FROM "Membership" m WHERE m."schoolId" = g."schoolId" AND "invitedEmail" LIKE 'other@%')`,
  ArticleShare_articleId_membershipId_key: `"ArticleShare" s SET "membershipId" = (SELECT id FROM "Membership" m WHERE m."schoolId" = s."schoolId" AND role = 'student')`,
};

const school = await TwoSchools.create();
afterAll(school.close);

test('every unique index has a duplicate here', async () => {
  const indexes = await school.rows<{ name: string }>(`
    SELECT relname AS name FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
    WHERE indisunique AND NOT indisprimary AND relnamespace = current_schema()::regnamespace AND relname !~ '_(schoolId|userId)_id_key$'`);
  expect(indexes.map(({ name }) => name).toSorted()).toEqual(Object.keys(duplicates).toSorted());
});

test.each(Object.entries(duplicates))('%s', async (name, update) => {
  expect(await school.refusal(`UPDATE ${update}`)).toEqual({ code: '23505', constraint: name });
});

test('what is unique in a school may be the same in another one', async () => {
  expect(await school.rows(`SELECT "studentNumber", count(*)::int FROM "Student" GROUP BY 1 ORDER BY 1`)).toEqual([
    { studentNumber: '1', count: 2 },
    { studentNumber: '2', count: 2 },
  ]);
});

test('an ended enrollment and an archived guardianship leave room for a new one', async () => {
  expect(await school.refusal(`UPDATE "Enrollment" SET "endedOn" = '2026-10-01'`)).toBeUndefined();
  expect(await school.refusal(`UPDATE "Guardianship" SET "archivedAt" = now()`)).toBeUndefined();
});

test('names sort as people expect', async () => {
  const names = ['Zimmer', 'abbott', 'Émile', 'Emerson', 'Abbott', 'Ödegård', 'Olsen', 'O’Brien'];
  const rows = await school.rows<{ name: string }>(
    `
    WITH added AS (INSERT INTO "Class" ("schoolId", name) SELECT (SELECT id FROM "School" LIMIT 1), unnest($1::text[]) RETURNING name)
    SELECT name FROM added ORDER BY name`,
    [names],
  );
  expect(rows.map(({ name }) => name)).toEqual([
    'abbott',
    'Abbott',
    'Emerson',
    'Émile',
    'O’Brien',
    'Ödegård',
    'Olsen',
    'Zimmer',
  ]);
});
