-- CreateEnum
CREATE TYPE "MailStatus" AS ENUM ('waiting', 'sent', 'failed', 'dropped');

-- CreateEnum
CREATE TYPE "UserTokenPurpose" AS ENUM ('password_reset', 'email_change');

-- CreateTable
CREATE TABLE "UserToken" (
    "userId" UUID NOT NULL,
    "purpose" "UserTokenPurpose" NOT NULL,
    "digest" BYTEA,
    "email" VARCHAR(254),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UserToken_pkey" PRIMARY KEY ("userId","purpose")
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" VARCHAR(40) NOT NULL,
    "recipient" VARCHAR(254) NOT NULL,
    "aboutId" UUID,
    "status" "MailStatus" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "fault" VARCHAR(200),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "UserToken_digest_key" ON "UserToken"("digest");

-- CreateIndex
CREATE INDEX "UserToken_expiresAt_idx" ON "UserToken"("expiresAt");

-- CreateIndex
CREATE INDEX "Mail_waiting_idx" ON "Mail"("dueAt") WHERE (status = 'waiting'::"MailStatus");

-- CreateIndex
CREATE INDEX "Mail_recipient_createdAt_idx" ON "Mail"("recipient", "createdAt");

-- CreateIndex
CREATE INDEX "Mail_status_createdAt_idx" ON "Mail"("status", "createdAt");

-- AddForeignKey
ALTER TABLE "UserToken" ADD CONSTRAINT "UserToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "UserToken"
  ADD CONSTRAINT "UserToken_digest_is_sha256" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "UserToken_email_is_email" CHECK (is_email("email")),
  ADD CONSTRAINT "UserToken_email_of_change" CHECK (("email" IS NOT NULL) = ("purpose" = 'email_change'));
ALTER TABLE "Mail"
  ADD CONSTRAINT "Mail_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Mail_kind_is_line" CHECK (is_line("kind")),
  ADD CONSTRAINT "Mail_fault_is_line" CHECK (is_line("fault")),
  ADD CONSTRAINT "Mail_attempts_counts" CHECK ("attempts" >= 0),
  ADD CONSTRAINT "Mail_recipient_is_email" CHECK (is_email("recipient")),
  ADD CONSTRAINT "Mail_sentAt_of_sent" CHECK (("sentAt" IS NOT NULL) = ("status" = 'sent'));

-- The secret of an invitation's link is made when its mail is sent, and nothing shows it: for who reads the member, that is no change.
CREATE OR REPLACE FUNCTION membership_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  shown "Membership" := NEW;
BEGIN
  shown."version" := OLD."version";
  shown."updatedAt" := OLD."updatedAt";
  shown."epoch" := OLD."epoch";
  shown."inviteDigest" := OLD."inviteDigest";
  shown."inviteExpiresAt" := OLD."inviteExpiresAt";
  NEW."version" := OLD."version";
  NEW."updatedAt" := OLD."updatedAt";
  NEW."epoch" := OLD."epoch";
  IF shown IS DISTINCT FROM OLD THEN
    NEW."version" := OLD."version" + 1;
    NEW."updatedAt" := now();
  END IF;
  IF NEW."role" <> OLD."role" OR NEW."status" <> OLD."status" THEN
    NEW."epoch" := OLD."epoch" + 1;
  END IF;
  RETURN NEW;
END $$;
