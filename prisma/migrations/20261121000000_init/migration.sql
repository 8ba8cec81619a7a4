-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('operator', 'admin', 'teacher', 'student', 'guardian');

-- CreateEnum
CREATE TYPE "MembershipStatus" AS ENUM ('invited', 'active', 'suspended');

-- CreateEnum
CREATE TYPE "StudentStatus" AS ENUM ('active', 'graduated', 'withdrawn');

-- CreateEnum
CREATE TYPE "ArticleStatus" AS ENUM ('draft', 'published');

-- CreateEnum
CREATE TYPE "ArticleAudience" AS ENUM ('school', 'staff', 'class');

-- CreateTable
CREATE TABLE "School" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "name" VARCHAR(200) NOT NULL,
    "slug" VARCHAR(63) NOT NULL,
    "timezone" VARCHAR(64) NOT NULL DEFAULT 'UTC',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "School_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "email" VARCHAR(254) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "passwordHash" VARCHAR(255) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID,
    "userId" UUID,
    "role" "Role" NOT NULL,
    "status" "MembershipStatus" NOT NULL DEFAULT 'invited',
    "givenName" VARCHAR(100),
    "familyName" VARCHAR(100),
    "phone" VARCHAR(32),
    "studentId" UUID,
    "teacherId" UUID,
    "invitedEmail" VARCHAR(254),
    "inviteDigest" BYTEA,
    "inviteExpiresAt" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "userId" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "counter" INTEGER NOT NULL DEFAULT 0,
    "rotatedAt" TIMESTAMPTZ(3),
    "device" VARCHAR(256),
    "ip" VARCHAR(45),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "idleExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoginFailure" (
    "key" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 1,
    "blockedUntil" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LoginFailure_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Student" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "studentNumber" VARCHAR(32) NOT NULL,
    "givenName" VARCHAR(100) NOT NULL,
    "familyName" VARCHAR(100) NOT NULL,
    "preferredName" VARCHAR(100),
    "gradeLevel" SMALLINT,
    "status" "StudentStatus" NOT NULL DEFAULT 'active',
    "birthDate" DATE,
    "email" VARCHAR(254),
    "phone" VARCHAR(32),
    "address" VARCHAR(500),
    "medicalNotes" VARCHAR(4000),
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Student_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Teacher" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "staffNumber" VARCHAR(32) NOT NULL,
    "givenName" VARCHAR(100) NOT NULL,
    "familyName" VARCHAR(100) NOT NULL,
    "preferredName" VARCHAR(100),
    "subjects" VARCHAR(60)[] NOT NULL DEFAULT ARRAY[]::VARCHAR(60)[],
    "email" VARCHAR(254),
    "phone" VARCHAR(32),
    "hiredOn" DATE,
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Teacher_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Term" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "startsOn" DATE NOT NULL,
    "endsOn" DATE NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Term_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Class" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "subject" VARCHAR(60),
    "room" VARCHAR(60),
    "description" VARCHAR(2000),
    "termId" UUID,
    "teachersVersion" INTEGER NOT NULL DEFAULT 1,
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Class_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClassTeacher" (
    "schoolId" UUID NOT NULL,
    "classId" UUID NOT NULL,
    "teacherId" UUID NOT NULL,

    CONSTRAINT "ClassTeacher_pkey" PRIMARY KEY ("classId","teacherId")
);

-- CreateTable
CREATE TABLE "Enrollment" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "classId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "enrolledOn" DATE NOT NULL,
    "endedOn" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Enrollment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Guardianship" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "relation" VARCHAR(50) NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Guardianship_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Article" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "body" VARCHAR(50000) NOT NULL,
    "status" "ArticleStatus" NOT NULL DEFAULT 'draft',
    "audience" "ArticleAudience" NOT NULL,
    "classId" UUID,
    "publishedAt" TIMESTAMPTZ(3),
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Article_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ArticleShare" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ArticleShare_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "School_slug_key" ON "School"("slug");

-- CreateIndex
CREATE INDEX "School_name_id_idx" ON "School"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_inviteDigest_key" ON "Membership"("inviteDigest");

-- CreateIndex
CREATE INDEX "Membership_schoolId_createdAt_id_idx" ON "Membership"("schoolId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_schoolId_id_key" ON "Membership"("schoolId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_schoolId_userId_role_key" ON "Membership"("schoolId", "userId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_schoolId_invitedEmail_role_key" ON "Membership"("schoolId", "invitedEmail", "role");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_schoolId_studentId_key" ON "Membership"("schoolId", "studentId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_schoolId_teacherId_key" ON "Membership"("schoolId", "teacherId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_userId_id_key" ON "Membership"("userId", "id");

-- CreateIndex
CREATE INDEX "Session_userId_createdAt_id_idx" ON "Session"("userId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Session_membershipId_idx" ON "Session"("membershipId");

-- CreateIndex
CREATE INDEX "LoginFailure_updatedAt_idx" ON "LoginFailure"("updatedAt");

-- CreateIndex
CREATE INDEX "Student_schoolId_familyName_id_idx" ON "Student"("schoolId", "familyName", "id");

-- CreateIndex
CREATE INDEX "Student_schoolId_gradeLevel_id_idx" ON "Student"("schoolId", "gradeLevel", "id");

-- CreateIndex
CREATE INDEX "Student_schoolId_gradeLevel_id_desc_idx" ON "Student"("schoolId", "gradeLevel" DESC NULLS LAST, "id" DESC);

-- CreateIndex
CREATE INDEX "Student_schoolId_createdAt_id_idx" ON "Student"("schoolId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Student_schoolId_id_key" ON "Student"("schoolId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Student_schoolId_studentNumber_key" ON "Student"("schoolId", "studentNumber");

-- CreateIndex
CREATE UNIQUE INDEX "Student_schoolId_email_key" ON "Student"("schoolId", "email");

-- CreateIndex
CREATE INDEX "Teacher_schoolId_familyName_id_idx" ON "Teacher"("schoolId", "familyName", "id");

-- CreateIndex
CREATE INDEX "Teacher_schoolId_createdAt_id_idx" ON "Teacher"("schoolId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Teacher_schoolId_id_key" ON "Teacher"("schoolId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Teacher_schoolId_staffNumber_key" ON "Teacher"("schoolId", "staffNumber");

-- CreateIndex
CREATE UNIQUE INDEX "Teacher_schoolId_email_key" ON "Teacher"("schoolId", "email");

-- CreateIndex
CREATE INDEX "Term_schoolId_startsOn_id_idx" ON "Term"("schoolId", "startsOn", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Term_schoolId_id_key" ON "Term"("schoolId", "id");

-- CreateIndex
CREATE INDEX "Class_schoolId_name_id_idx" ON "Class"("schoolId", "name", "id");

-- CreateIndex
CREATE INDEX "Class_schoolId_createdAt_id_idx" ON "Class"("schoolId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Class_schoolId_termId_idx" ON "Class"("schoolId", "termId");

-- CreateIndex
CREATE UNIQUE INDEX "Class_schoolId_id_key" ON "Class"("schoolId", "id");

-- CreateIndex
CREATE INDEX "ClassTeacher_schoolId_teacherId_classId_idx" ON "ClassTeacher"("schoolId", "teacherId", "classId");

-- CreateIndex
CREATE INDEX "Enrollment_schoolId_classId_createdAt_id_idx" ON "Enrollment"("schoolId", "classId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Enrollment_schoolId_studentId_classId_idx" ON "Enrollment"("schoolId", "studentId", "classId");

-- CreateIndex
CREATE UNIQUE INDEX "Enrollment_schoolId_id_key" ON "Enrollment"("schoolId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Enrollment_current_key" ON "Enrollment"("classId", "studentId") WHERE ("endedOn" IS NULL);

-- CreateIndex
CREATE INDEX "Guardianship_schoolId_studentId_createdAt_id_idx" ON "Guardianship"("schoolId", "studentId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Guardianship_schoolId_membershipId_studentId_idx" ON "Guardianship"("schoolId", "membershipId", "studentId");

-- CreateIndex
CREATE UNIQUE INDEX "Guardianship_schoolId_id_key" ON "Guardianship"("schoolId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Guardianship_current_key" ON "Guardianship"("studentId", "membershipId") WHERE ("archivedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Article_schoolId_publishedAt_id_idx" ON "Article"("schoolId", "publishedAt", "id");

-- CreateIndex
CREATE INDEX "Article_schoolId_publishedAt_id_desc_idx" ON "Article"("schoolId", "publishedAt" DESC NULLS LAST, "id" DESC);

-- CreateIndex
CREATE INDEX "Article_schoolId_title_id_idx" ON "Article"("schoolId", "title", "id");

-- CreateIndex
CREATE INDEX "Article_schoolId_createdAt_id_idx" ON "Article"("schoolId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Article_schoolId_authorId_idx" ON "Article"("schoolId", "authorId");

-- CreateIndex
CREATE INDEX "Article_schoolId_classId_idx" ON "Article"("schoolId", "classId");

-- CreateIndex
CREATE UNIQUE INDEX "Article_schoolId_id_key" ON "Article"("schoolId", "id");

-- CreateIndex
CREATE INDEX "ArticleShare_schoolId_articleId_createdAt_id_idx" ON "ArticleShare"("schoolId", "articleId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ArticleShare_schoolId_membershipId_idx" ON "ArticleShare"("schoolId", "membershipId");

-- CreateIndex
CREATE UNIQUE INDEX "ArticleShare_articleId_membershipId_key" ON "ArticleShare"("articleId", "membershipId");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_schoolId_studentId_fkey" FOREIGN KEY ("schoolId", "studentId") REFERENCES "Student"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_schoolId_teacherId_fkey" FOREIGN KEY ("schoolId", "teacherId") REFERENCES "Teacher"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_membershipId_fkey" FOREIGN KEY ("userId", "membershipId") REFERENCES "Membership"("userId", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "Student" ADD CONSTRAINT "Student_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Teacher" ADD CONSTRAINT "Teacher_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Term" ADD CONSTRAINT "Term_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Class" ADD CONSTRAINT "Class_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Class" ADD CONSTRAINT "Class_schoolId_termId_fkey" FOREIGN KEY ("schoolId", "termId") REFERENCES "Term"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClassTeacher" ADD CONSTRAINT "ClassTeacher_schoolId_classId_fkey" FOREIGN KEY ("schoolId", "classId") REFERENCES "Class"("schoolId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClassTeacher" ADD CONSTRAINT "ClassTeacher_schoolId_teacherId_fkey" FOREIGN KEY ("schoolId", "teacherId") REFERENCES "Teacher"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrollment" ADD CONSTRAINT "Enrollment_schoolId_classId_fkey" FOREIGN KEY ("schoolId", "classId") REFERENCES "Class"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrollment" ADD CONSTRAINT "Enrollment_schoolId_studentId_fkey" FOREIGN KEY ("schoolId", "studentId") REFERENCES "Student"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Guardianship" ADD CONSTRAINT "Guardianship_schoolId_studentId_fkey" FOREIGN KEY ("schoolId", "studentId") REFERENCES "Student"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Guardianship" ADD CONSTRAINT "Guardianship_schoolId_membershipId_fkey" FOREIGN KEY ("schoolId", "membershipId") REFERENCES "Membership"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_schoolId_authorId_fkey" FOREIGN KEY ("schoolId", "authorId") REFERENCES "Membership"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_schoolId_classId_fkey" FOREIGN KEY ("schoolId", "classId") REFERENCES "Class"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleShare" ADD CONSTRAINT "ArticleShare_schoolId_articleId_fkey" FOREIGN KEY ("schoolId", "articleId") REFERENCES "Article"("schoolId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleShare" ADD CONSTRAINT "ArticleShare_schoolId_membershipId_fkey" FOREIGN KEY ("schoolId", "membershipId") REFERENCES "Membership"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on, what Prisma's schema language cannot say.

-- ── Names sort as people expect, whatever the database's own locale is ─────────────────────────────────────────────
ALTER TABLE "School" ALTER COLUMN "name" TYPE VARCHAR(200) COLLATE "und-x-icu";
ALTER TABLE "Student"
  ALTER COLUMN "givenName" TYPE VARCHAR(100) COLLATE "und-x-icu",
  ALTER COLUMN "familyName" TYPE VARCHAR(100) COLLATE "und-x-icu";
ALTER TABLE "Teacher"
  ALTER COLUMN "givenName" TYPE VARCHAR(100) COLLATE "und-x-icu",
  ALTER COLUMN "familyName" TYPE VARCHAR(100) COLLATE "und-x-icu";
ALTER TABLE "Class" ALTER COLUMN "name" TYPE VARCHAR(100) COLLATE "und-x-icu";
ALTER TABLE "Article" ALTER COLUMN "title" TYPE VARCHAR(200) COLLATE "und-x-icu";

-- ── Rules that hold for a row by itself ────────────────────────────────────────────────────────────────────────────
-- What the API refuses in words, the database refuses from everyone else: a script, another service, a slip of our own.

-- One line of text: not empty, no outer spaces, no control characters. (A null passes, here as in every check.)
CREATE FUNCTION is_line(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN value <> '' AND value = btrim(value, ' ') AND value !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]';

-- Text in which tabs and line breaks stand.
CREATE FUNCTION is_text(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN value !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]';

CREATE FUNCTION are_lines(list text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN NOT EXISTS (SELECT FROM unnest(list) AS value WHERE is_line(value) IS NOT TRUE);

-- An address of mail in ASCII and lower case: two that differ in case alone are one, so the plain unique indexes ignore case.
CREATE FUNCTION is_email(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN value ~ '^[\u0021-\u0040\u005b-\u007e]+@[\u0021-\u003f\u005b-\u007e]+$';

CREATE FUNCTION is_phone(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN value ~ '^[+0-9(][0-9 ()./x-]+$';

-- A day that every client can read: PostgreSQL also knows 'infinity' and years before Christ.
CREATE FUNCTION is_day(value date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN value BETWEEN date '1900-01-01' AND date '2199-12-31';

-- Version 7 begins with the time, so that new rows lie together in every index.
CREATE FUNCTION is_uuidv7(value uuid) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN uuid_extract_version(value) = 7;

ALTER TABLE "School"
  ADD CONSTRAINT "School_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "School_name_is_line" CHECK (is_line("name")),
  ADD CONSTRAINT "School_slug_format" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  ADD CONSTRAINT "School_timezone_format" CHECK ("timezone" ~ '^[A-Za-z0-9_+/-]+$');
ALTER TABLE "User"
  ADD CONSTRAINT "User_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "User_email_is_email" CHECK (is_email("email")),
  ADD CONSTRAINT "User_name_is_line" CHECK (is_line("name")),
  ADD CONSTRAINT "User_password_argon2id" CHECK ("passwordHash" LIKE '$argon2id$%');
ALTER TABLE "Membership"
  ADD CONSTRAINT "Membership_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Membership_operator_without_school" CHECK (("role" = 'operator') = ("schoolId" IS NULL)),
  -- A composite key with a null in it is not checked, so without a school there may be nothing that it would check.
  ADD CONSTRAINT "Membership_operator_without_record" CHECK ("schoolId" IS NOT NULL OR ("studentId" IS NULL AND "teacherId" IS NULL)),
  ADD CONSTRAINT "Membership_is_one_person" CHECK ("studentId" IS NULL OR "teacherId" IS NULL),
  ADD CONSTRAINT "Membership_someone" CHECK ("userId" IS NOT NULL OR "invitedEmail" IS NOT NULL),
  ADD CONSTRAINT "Membership_active_has_user" CHECK ("status" <> 'active' OR "userId" IS NOT NULL),
  ADD CONSTRAINT "Membership_invited_has_none" CHECK ("status" <> 'invited' OR "userId" IS NULL),
  ADD CONSTRAINT "Membership_invitation_whole" CHECK (("inviteDigest" IS NULL) = ("inviteExpiresAt" IS NULL)),
  ADD CONSTRAINT "Membership_invitation_is_sha256" CHECK (octet_length("inviteDigest") = 32),
  ADD CONSTRAINT "Membership_invitedEmail_is_email" CHECK (is_email("invitedEmail")),
  ADD CONSTRAINT "Membership_givenName_is_line" CHECK (is_line("givenName")),
  ADD CONSTRAINT "Membership_familyName_is_line" CHECK (is_line("familyName")),
  ADD CONSTRAINT "Membership_phone_is_phone" CHECK (is_phone("phone"));
ALTER TABLE "Session"
  ADD CONSTRAINT "Session_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Session_counter_counts" CHECK ("counter" >= 0),
  ADD CONSTRAINT "Session_idle_within_life" CHECK ("idleExpiresAt" > "createdAt" AND "expiresAt" > "createdAt"),
  ADD CONSTRAINT "Session_device_is_text" CHECK (is_text("device"));
ALTER TABLE "LoginFailure"
  ADD CONSTRAINT "LoginFailure_key_is_digest" CHECK (octet_length("key") = 32),
  ADD CONSTRAINT "LoginFailure_counts" CHECK ("failures" > 0);
ALTER TABLE "Student"
  ADD CONSTRAINT "Student_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Student_studentNumber_is_line" CHECK (is_line("studentNumber")),
  ADD CONSTRAINT "Student_givenName_is_line" CHECK (is_line("givenName")),
  ADD CONSTRAINT "Student_familyName_is_line" CHECK (is_line("familyName")),
  ADD CONSTRAINT "Student_preferredName_is_line" CHECK (is_line("preferredName")),
  ADD CONSTRAINT "Student_gradeLevel_range" CHECK ("gradeLevel" BETWEEN 0 AND 13),
  ADD CONSTRAINT "Student_birthDate_is_day" CHECK (is_day("birthDate")),
  ADD CONSTRAINT "Student_email_is_email" CHECK (is_email("email")),
  ADD CONSTRAINT "Student_phone_is_phone" CHECK (is_phone("phone")),
  ADD CONSTRAINT "Student_address_is_text" CHECK (is_text("address")),
  ADD CONSTRAINT "Student_medicalNotes_is_text" CHECK (is_text("medicalNotes"));
ALTER TABLE "Teacher"
  ADD CONSTRAINT "Teacher_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Teacher_staffNumber_is_line" CHECK (is_line("staffNumber")),
  ADD CONSTRAINT "Teacher_givenName_is_line" CHECK (is_line("givenName")),
  ADD CONSTRAINT "Teacher_familyName_is_line" CHECK (is_line("familyName")),
  ADD CONSTRAINT "Teacher_preferredName_is_line" CHECK (is_line("preferredName")),
  ADD CONSTRAINT "Teacher_subjects_are_lines" CHECK (are_lines("subjects"::text[])),
  ADD CONSTRAINT "Teacher_subjects_count" CHECK (cardinality("subjects") <= 20),
  ADD CONSTRAINT "Teacher_email_is_email" CHECK (is_email("email")),
  ADD CONSTRAINT "Teacher_phone_is_phone" CHECK (is_phone("phone")),
  ADD CONSTRAINT "Teacher_hiredOn_is_day" CHECK (is_day("hiredOn"));
ALTER TABLE "Term"
  ADD CONSTRAINT "Term_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Term_name_is_line" CHECK (is_line("name")),
  ADD CONSTRAINT "Term_startsOn_is_day" CHECK (is_day("startsOn")),
  ADD CONSTRAINT "Term_endsOn_is_day" CHECK (is_day("endsOn")),
  ADD CONSTRAINT "Term_ends_after_start" CHECK ("endsOn" > "startsOn");
ALTER TABLE "Class"
  ADD CONSTRAINT "Class_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Class_name_is_line" CHECK (is_line("name")),
  ADD CONSTRAINT "Class_subject_is_line" CHECK (is_line("subject")),
  ADD CONSTRAINT "Class_room_is_line" CHECK (is_line("room")),
  ADD CONSTRAINT "Class_description_is_text" CHECK (is_text("description"));
ALTER TABLE "Enrollment"
  ADD CONSTRAINT "Enrollment_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Enrollment_enrolledOn_is_day" CHECK (is_day("enrolledOn")),
  ADD CONSTRAINT "Enrollment_endedOn_is_day" CHECK (is_day("endedOn")),
  ADD CONSTRAINT "Enrollment_ends_after_start" CHECK ("endedOn" >= "enrolledOn");
ALTER TABLE "Guardianship"
  ADD CONSTRAINT "Guardianship_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Guardianship_relation_is_line" CHECK (is_line("relation"));
ALTER TABLE "Article"
  ADD CONSTRAINT "Article_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Article_title_is_line" CHECK (is_line("title")),
  ADD CONSTRAINT "Article_body_is_text" CHECK (is_text("body")),
  ADD CONSTRAINT "Article_class_is_audience" CHECK (("audience" = 'class') = ("classId" IS NOT NULL)),
  ADD CONSTRAINT "Article_published_has_time" CHECK (("status" = 'published') = ("publishedAt" IS NOT NULL));
ALTER TABLE "ArticleShare"
  ADD CONSTRAINT "ArticleShare_id_is_uuidv7" CHECK (is_uuidv7("id"));

-- ── version and updatedAt move on with every change of a row, and only then: the ETag can be relied on ──────────────
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."version" := OLD."version";
  NEW."updatedAt" := OLD."updatedAt";
  IF NEW IS DISTINCT FROM OLD THEN
    NEW."version" := OLD."version" + 1;
    NEW."updatedAt" := now();
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER touch BEFORE UPDATE ON "School" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Student" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Teacher" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Term" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Class" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Enrollment" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Guardianship" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "Article" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON "ArticleShare" FOR EACH ROW EXECUTE FUNCTION touch();

-- A user has no version: nothing shows it as a resource.
CREATE FUNCTION touch_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."updatedAt" := OLD."updatedAt";
  IF NEW IS DISTINCT FROM OLD THEN
    NEW."updatedAt" := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER touch BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch_user();

-- A class shows its teachers, so it changes when they come, go or are archived.
CREATE FUNCTION touch_class() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Class" SET "teachersVersion" = "teachersVersion" + 1
    WHERE "id" = CASE WHEN TG_OP = 'DELETE' THEN OLD."classId" ELSE NEW."classId" END;
  RETURN NULL;
END $$;
CREATE TRIGGER touch_class AFTER INSERT OR DELETE ON "ClassTeacher" FOR EACH ROW EXECUTE FUNCTION touch_class();

CREATE FUNCTION touch_classes_of_teacher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Class" SET "teachersVersion" = "teachersVersion" + 1
    WHERE "id" IN (SELECT "classId" FROM "ClassTeacher" WHERE "schoolId" = NEW."schoolId" AND "teacherId" = NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER touch_classes AFTER UPDATE ON "Teacher" FOR EACH ROW
  WHEN (OLD."archivedAt" IS DISTINCT FROM NEW."archivedAt") EXECUTE FUNCTION touch_classes_of_teacher();

-- ── A membership's role and status ─────────────────────────────────────────────────────────────────────────────────
-- The epoch counts their changes. An access token carries it, so a token of an earlier epoch is told from one of now.
CREATE FUNCTION membership_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."version" := OLD."version";
  NEW."updatedAt" := OLD."updatedAt";
  NEW."epoch" := OLD."epoch";
  IF NEW IS DISTINCT FROM OLD THEN
    NEW."version" := OLD."version" + 1;
    NEW."updatedAt" := now();
  END IF;
  IF NEW."role" <> OLD."role" OR NEW."status" <> OLD."status" THEN
    NEW."epoch" := OLD."epoch" + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER membership_epoch BEFORE UPDATE ON "Membership" FOR EACH ROW EXECUTE FUNCTION membership_epoch();

-- Whoever changes them, the sessions of the membership end with it.
CREATE FUNCTION membership_end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Session" SET "endedAt" = now() WHERE "membershipId" = NEW."id" AND "endedAt" IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER membership_end_sessions AFTER UPDATE ON "Membership" FOR EACH ROW
  WHEN (NEW."role" <> OLD."role" OR NEW."status" <> OLD."status") EXECUTE FUNCTION membership_end_sessions();

-- A school that has an active admin keeps one. The school's row is locked, so that two who demote each other at the same time
-- take their turns, and the second is refused.
CREATE FUNCTION membership_last_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "School" WHERE "id" = OLD."schoolId" FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT FROM "Membership" WHERE "schoolId" = OLD."schoolId" AND "role" = 'admin' AND "status" = 'active') THEN
    RAISE EXCEPTION 'new row violates check constraint "Membership_last_admin"'
      USING ERRCODE = 'check_violation', TABLE = 'Membership', CONSTRAINT = 'Membership_last_admin';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER membership_last_admin_update AFTER UPDATE ON "Membership" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active' AND (NEW."role" <> 'admin' OR NEW."status" <> 'active'))
  EXECUTE FUNCTION membership_last_admin();
CREATE TRIGGER membership_last_admin_delete AFTER DELETE ON "Membership" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active') EXECUTE FUNCTION membership_last_admin();

-- ── Every change to who someone is is told to all instances (identity-changes.ts): the payload is the id of what changed ──
CREATE FUNCTION tell_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('identity', OLD."id"::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_identity AFTER UPDATE OR DELETE ON "Membership" FOR EACH ROW EXECUTE FUNCTION tell_identity();
-- What has long been dead is deleted many rows at a time, and there is nobody left who would take it for living.
CREATE TRIGGER tell_identity_end AFTER DELETE ON "Session" FOR EACH ROW
  WHEN (OLD."endedAt" IS NULL AND OLD."expiresAt" > now() AND OLD."idleExpiresAt" > now()) EXECUTE FUNCTION tell_identity();
CREATE TRIGGER tell_identity AFTER UPDATE ON "Session" FOR EACH ROW
  WHEN ((OLD."endedAt", OLD."expiresAt", OLD."idleExpiresAt", OLD."userId", OLD."membershipId")
    IS DISTINCT FROM (NEW."endedAt", NEW."expiresAt", NEW."idleExpiresAt", NEW."userId", NEW."membershipId"))
  EXECUTE FUNCTION tell_identity();
CREATE TRIGGER tell_identity AFTER UPDATE ON "User" FOR EACH ROW
  WHEN ((OLD."email", OLD."name") IS DISTINCT FROM (NEW."email", NEW."name")) EXECUTE FUNCTION tell_identity();
CREATE TRIGGER tell_identity AFTER UPDATE ON "School" FOR EACH ROW WHEN (OLD."timezone" <> NEW."timezone") EXECUTE FUNCTION tell_identity();

-- An archived student or teacher is nobody's own record any more.
CREATE FUNCTION tell_identity_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('identity', "id"::text) FROM "Membership"
    WHERE "schoolId" = OLD."schoolId" AND (("studentId" = OLD."id" AND TG_TABLE_NAME = 'Student') OR ("teacherId" = OLD."id" AND TG_TABLE_NAME = 'Teacher'));
  RETURN NULL;
END $$;
CREATE TRIGGER tell_identity AFTER UPDATE ON "Student" FOR EACH ROW
  WHEN (OLD."archivedAt" IS DISTINCT FROM NEW."archivedAt") EXECUTE FUNCTION tell_identity_of_record();
CREATE TRIGGER tell_identity AFTER UPDATE ON "Teacher" FOR EACH ROW
  WHEN (OLD."archivedAt" IS DISTINCT FROM NEW."archivedAt") EXECUTE FUNCTION tell_identity_of_record();
