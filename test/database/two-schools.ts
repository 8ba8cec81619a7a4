import pg from 'pg';
import { createDatabase } from '../support/database.js';

/** What the database said to a statement that it refused. */
export interface Refusal {
  code: string;
  constraint?: string;
}

/** A database with two schools, in which every table has rows of both and every reference of a school is filled in somewhere. */
export class TwoSchools {
  private constructor(
    readonly url: string,
    private readonly client: pg.Client,
  ) {}

  static async create(): Promise<TwoSchools> {
    const url = await createDatabase();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const slug of ['north', 'south']) await client.query(fixture(slug));
    return new TwoSchools(url, client);
  }

  close = () => this.client.end();

  async rows<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    return (await this.client.query<Row>(sql, values)).rows;
  }

  /** How the database refuses the statement; undefined if it doesn't. Either way nothing stays of it. */
  async refusal(sql: string, values?: unknown[]): Promise<Refusal | undefined> {
    await this.client.query('BEGIN');
    try {
      const { rowCount } = await this.client.query(sql, values);
      if (rowCount === 0) throw new Error(`This reached no row, so it proves nothing: ${sql}`);
      return undefined;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return { code: error.code!, constraint: error.constraint };
    } finally {
      await this.client.query('ROLLBACK');
    }
  }
}

const fixture = (slug: string) => `
DO $$
DECLARE
  school uuid; term uuid; pupil uuid; other_pupil uuid; master uuid; other_master uuid; class uuid; account uuid;
  admin uuid; teacher uuid; student uuid; guardian uuid; other_guardian uuid; article uuid; key uuid;
BEGIN
  INSERT INTO "School" (name, slug) VALUES ('School', '${slug}') RETURNING id INTO school;
  INSERT INTO "User" (email, name, "passwordHash") VALUES ('one@${slug}.example', 'One', '$argon2id$one') RETURNING id INTO account;
  INSERT INTO "User" (email, name, "passwordHash") VALUES ('two@${slug}.example', 'Two', '$argon2id$two');
  INSERT INTO "Student" ("schoolId", "studentNumber", "givenName", "familyName", email) VALUES (school, '1', 'Sam', 'Stone', 'sam@x.example') RETURNING id INTO pupil;
  INSERT INTO "Student" ("schoolId", "studentNumber", "givenName", "familyName", email) VALUES (school, '2', 'Tim', 'Stone', 'tim@x.example') RETURNING id INTO other_pupil;
  INSERT INTO "Teacher" ("schoolId", "staffNumber", "givenName", "familyName", email) VALUES (school, '1', 'Ada', 'Stone', 'ada@x.example') RETURNING id INTO master;
  INSERT INTO "Teacher" ("schoolId", "staffNumber", "givenName", "familyName", email) VALUES (school, '2', 'Ida', 'Stone', 'ida@x.example') RETURNING id INTO other_master;
  INSERT INTO "Term" ("schoolId", name, "startsOn", "endsOn") VALUES (school, 'Autumn', '2026-09-01', '2026-12-18') RETURNING id INTO term;
  INSERT INTO "Class" ("schoolId", name, "termId") VALUES (school, 'Maths', term) RETURNING id INTO class;
  INSERT INTO "ClassTeacher" ("schoolId", "classId", "teacherId") VALUES (school, class, master);
  INSERT INTO "Membership" ("schoolId", "userId", role, status) VALUES (school, account, 'admin', 'active') RETURNING id INTO admin;
  INSERT INTO "Membership" ("schoolId", "userId", role, status, "teacherId") VALUES (school, account, 'teacher', 'active', master) RETURNING id INTO teacher;
  INSERT INTO "Membership" ("schoolId", role, "invitedEmail", "studentId") VALUES (school, 'student', 'student@${slug}.example', pupil) RETURNING id INTO student;
  INSERT INTO "Membership" ("schoolId", role, "invitedEmail", "inviteDigest", "inviteExpiresAt")
    VALUES (school, 'guardian', 'guardian@${slug}.example', sha256('${slug} 1'), now() + interval '1 day') RETURNING id INTO guardian;
  INSERT INTO "Membership" ("schoolId", role, "invitedEmail", "inviteDigest", "inviteExpiresAt")
    VALUES (school, 'guardian', 'other@${slug}.example', sha256('${slug} 2'), now() + interval '1 day') RETURNING id INTO other_guardian;
  INSERT INTO "Session" ("userId", "membershipId", "idleExpiresAt", "expiresAt") VALUES (account, teacher, now() + interval '1 hour', now() + interval '1 day');
  INSERT INTO "Enrollment" ("schoolId", "classId", "studentId", "enrolledOn") VALUES (school, class, pupil, '2026-09-01'), (school, class, other_pupil, '2026-09-01');
  INSERT INTO "Enrollment" ("schoolId", "classId", "studentId", "enrolledOn", "endedOn") VALUES (school, class, pupil, '2025-09-01', '2026-07-01');
  INSERT INTO "Guardianship" ("schoolId", "studentId", "membershipId", relation) VALUES (school, pupil, guardian, 'mother'), (school, pupil, other_guardian, 'father');
  INSERT INTO "Article" ("schoolId", "authorId", title, body, audience, "classId") VALUES (school, teacher, 'News', 'Text', 'class', class) RETURNING id INTO article;
  INSERT INTO "ArticleShare" ("schoolId", "articleId", "membershipId") VALUES (school, article, student), (school, article, guardian);
  INSERT INTO "UserToken" ("userId", purpose, digest, "expiresAt") VALUES (account, 'password_reset', sha256('${slug} 3'), now());
  INSERT INTO "UserToken" ("userId", purpose, digest, email, "expiresAt") VALUES (account, 'email_change', sha256('${slug} 4'), 'new@${slug}.example', now());
  INSERT INTO "Factor" ("userId", kind, name, secret) VALUES (account, 'totp', 'Telephone', 'sealed');
  INSERT INTO "Factor" ("userId", kind, name, "credentialId", "publicKey", "signCount", "confirmedAt") VALUES
    (account, 'passkey', 'Laptop', '${slug} 1', 'key', 0, now()), (account, 'passkey', 'Key', '${slug} 2', 'key', 4294967295, now());
  INSERT INTO "RecoveryCode" ("userId", digest) VALUES (account, sha256('${slug} 5'));
  INSERT INTO "Challenge" (digest, purpose, "userId", data, "expiresAt") VALUES (sha256('${slug} 6'), 'login', account, '{}', now());
  INSERT INTO "ExternalIdentity" ("userId", issuer, subject) VALUES (account, 'https://id.example', '${slug}'), (account, 'https://id.example', '${slug} 2');
  INSERT INTO "ApiKey" ("schoolId", "createdById", name, digest, scopes, "expiresAt")
    VALUES (school, teacher, 'Timetable', sha256('${slug} 7'), '{classes:read}', now() + interval '1 year') RETURNING id INTO key;
  INSERT INTO "ApiKey" ("schoolId", "createdById", name, digest, scopes, "expiresAt", "requireSignature", "signingSecret")
    VALUES (school, teacher, 'Signed', sha256('${slug} 8'), '{classes:read}', now() + interval '1 year', true, 'sealed');
  INSERT INTO "ClientToken" ("schoolId", "apiKeyId", digest, scopes, "expiresAt")
    VALUES (school, key, sha256('${slug} 9'), '{classes:read}', now() + interval '1 hour'), (school, key, sha256('${slug} 10'), '{classes:read}', now() + interval '1 hour');
  INSERT INTO "SpentNonce" (digest, "expiresAt") VALUES (sha256('${slug} 11'), now());
  INSERT INTO "Mail" (kind, recipient, "aboutId", "expiresAt", fault) VALUES ('invitation', 'guardian@${slug}.example', guardian, now(), 'late');
  INSERT INTO "LoginFailure" (key) VALUES (sha256('${slug}'));
END $$`;
