-- CreateEnum
CREATE TYPE "FactorKind" AS ENUM ('totp', 'passkey');

-- CreateEnum
CREATE TYPE "ChallengePurpose" AS ENUM ('login', 'passkey_registration', 'passkey_login', 'outside_login');

-- AlterTable
ALTER TABLE "School" ADD COLUMN     "staffFactorRequired" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "authenticatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "dpopThumbprint" VARCHAR(43),
ADD COLUMN     "factorAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "passwordIsShort" BOOLEAN NOT NULL DEFAULT false,
ALTER COLUMN "passwordHash" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Factor" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "userId" UUID NOT NULL,
    "kind" "FactorKind" NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "secret" BYTEA,
    "lastStep" INTEGER,
    "credentialId" BYTEA,
    "publicKey" BYTEA,
    "signCount" DOUBLE PRECISION,
    "transports" VARCHAR(20)[] NOT NULL DEFAULT ARRAY[]::VARCHAR(20)[],
    "confirmedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "digest" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "Challenge" (
    "digest" BYTEA NOT NULL,
    "purpose" "ChallengePurpose" NOT NULL,
    "userId" UUID,
    "data" VARCHAR(4000) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Challenge_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "ExternalIdentity" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "userId" UUID NOT NULL,
    "issuer" VARCHAR(255) NOT NULL,
    "subject" VARCHAR(255) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ExternalIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "digest" BYTEA NOT NULL,
    "scopes" VARCHAR(60)[] NOT NULL,
    "allowedCidrs" VARCHAR(43)[] NOT NULL DEFAULT ARRAY[]::VARCHAR(43)[],
    "requireSignature" BOOLEAN NOT NULL DEFAULT false,
    "publicKey" BYTEA,
    "signingSecret" BYTEA,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "rotatedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClientToken" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    "apiKeyId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "scopes" VARCHAR(60)[] NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ClientToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SpentNonce" (
    "digest" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpentNonce_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "Membership_invitedEmail_idx" ON "Membership"("invitedEmail");

-- CreateIndex
CREATE UNIQUE INDEX "Factor_credentialId_key" ON "Factor"("credentialId");

-- CreateIndex
CREATE INDEX "Factor_userId_createdAt_id_idx" ON "Factor"("userId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "RecoveryCode_userId_idx" ON "RecoveryCode"("userId");

-- CreateIndex
CREATE INDEX "Challenge_userId_idx" ON "Challenge"("userId");

-- CreateIndex
CREATE INDEX "Challenge_expiresAt_idx" ON "Challenge"("expiresAt");

-- CreateIndex
CREATE INDEX "ExternalIdentity_userId_createdAt_id_idx" ON "ExternalIdentity"("userId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_issuer_subject_key" ON "ExternalIdentity"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_digest_key" ON "ApiKey"("digest");

-- CreateIndex
CREATE INDEX "ApiKey_schoolId_createdAt_id_idx" ON "ApiKey"("schoolId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ApiKey_schoolId_createdById_idx" ON "ApiKey"("schoolId", "createdById");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_schoolId_id_key" ON "ApiKey"("schoolId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ClientToken_digest_key" ON "ClientToken"("digest");

-- CreateIndex
CREATE INDEX "ClientToken_schoolId_apiKeyId_idx" ON "ClientToken"("schoolId", "apiKeyId");

-- CreateIndex
CREATE INDEX "ClientToken_expiresAt_idx" ON "ClientToken"("expiresAt");

-- CreateIndex
CREATE INDEX "SpentNonce_expiresAt_idx" ON "SpentNonce"("expiresAt");

-- AddForeignKey
ALTER TABLE "Factor" ADD CONSTRAINT "Factor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Challenge" ADD CONSTRAINT "Challenge_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_schoolId_createdById_fkey" FOREIGN KEY ("schoolId", "createdById") REFERENCES "Membership"("schoolId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClientToken" ADD CONSTRAINT "ClientToken_schoolId_apiKeyId_fkey" FOREIGN KEY ("schoolId", "apiKeyId") REFERENCES "ApiKey"("schoolId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "User"
  ADD CONSTRAINT "User_short_password_is_one" CHECK ("passwordHash" IS NOT NULL OR NOT "passwordIsShort");
ALTER TABLE "Session"
  ADD CONSTRAINT "Session_dpopThumbprint_is_sha256" CHECK ("dpopThumbprint" ~ '^[A-Za-z0-9_-]{43}$');
ALTER TABLE "Factor"
  ADD CONSTRAINT "Factor_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "Factor_name_is_line" CHECK (is_line("name")),
  ADD CONSTRAINT "Factor_transports_are_lines" CHECK (are_lines("transports"::text[])),
  ADD CONSTRAINT "Factor_lastStep_counts" CHECK ("lastStep" >= 0),
  ADD CONSTRAINT "Factor_signCount_is_uint32" CHECK ("signCount" BETWEEN 0 AND 4294967295 AND "signCount" = floor("signCount")),
  ADD CONSTRAINT "Factor_totp_or_passkey" CHECK (CASE "kind"
    WHEN 'totp' THEN "secret" IS NOT NULL AND num_nonnulls("credentialId", "publicKey", "signCount") = 0
    WHEN 'passkey' THEN num_nonnulls("secret", "lastStep") = 0 AND num_nulls("credentialId", "publicKey", "signCount", "confirmedAt") = 0
  END);
ALTER TABLE "RecoveryCode"
  ADD CONSTRAINT "RecoveryCode_digest_is_sha256" CHECK (octet_length("digest") = 32);
ALTER TABLE "Challenge"
  ADD CONSTRAINT "Challenge_digest_is_sha256" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "Challenge_attempts_counts" CHECK ("attempts" >= 0);
ALTER TABLE "ExternalIdentity"
  ADD CONSTRAINT "ExternalIdentity_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "ExternalIdentity_issuer_is_line" CHECK (is_line("issuer")),
  ADD CONSTRAINT "ExternalIdentity_subject_is_line" CHECK (is_line("subject"));
ALTER TABLE "ApiKey"
  ADD CONSTRAINT "ApiKey_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "ApiKey_name_is_line" CHECK (is_line("name")),
  ADD CONSTRAINT "ApiKey_digest_is_sha256" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "ApiKey_scopes_are_lines" CHECK (are_lines("scopes"::text[])),
  ADD CONSTRAINT "ApiKey_scopes_count" CHECK (cardinality("scopes") > 0),
  ADD CONSTRAINT "ApiKey_allowedCidrs_are_lines" CHECK (are_lines("allowedCidrs"::text[])),
  ADD CONSTRAINT "ApiKey_publicKey_is_ed25519" CHECK (octet_length("publicKey") = 32),
  ADD CONSTRAINT "ApiKey_signed_with_one_key" CHECK (num_nonnulls("publicKey", "signingSecret") = CASE WHEN "requireSignature" THEN 1 ELSE 0 END);
ALTER TABLE "ClientToken"
  ADD CONSTRAINT "ClientToken_id_is_uuidv7" CHECK (is_uuidv7("id")),
  ADD CONSTRAINT "ClientToken_digest_is_sha256" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "ClientToken_scopes_are_lines" CHECK (are_lines("scopes"::text[])),
  ADD CONSTRAINT "ClientToken_scopes_count" CHECK (cardinality("scopes") > 0);
ALTER TABLE "SpentNonce"
  ADD CONSTRAINT "SpentNonce_digest_is_sha256" CHECK (octet_length("digest") = 32);

-- When a key was last used is no change of it, nor is what its secret is sealed with.
CREATE FUNCTION touch_api_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  shown "ApiKey" := NEW;
BEGIN
  NEW."version" := OLD."version";
  NEW."updatedAt" := OLD."updatedAt";
  shown."version" := OLD."version";
  shown."updatedAt" := OLD."updatedAt";
  shown."lastUsedAt" := OLD."lastUsedAt";
  shown."signingSecret" := OLD."signingSecret";
  IF shown IS DISTINCT FROM OLD THEN
    NEW."version" := OLD."version" + 1;
    NEW."updatedAt" := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER touch BEFORE UPDATE ON "ApiKey" FOR EACH ROW EXECUTE FUNCTION touch_api_key();

CREATE TRIGGER tell_identity AFTER UPDATE ON "ApiKey" FOR EACH ROW
  WHEN ((OLD."version", OLD."signingSecret") IS DISTINCT FROM (NEW."version", NEW."signingSecret")) EXECUTE FUNCTION tell_identity();
CREATE TRIGGER tell_identity_end AFTER DELETE ON "ApiKey" FOR EACH ROW EXECUTE FUNCTION tell_identity();
CREATE TRIGGER tell_identity AFTER UPDATE OR DELETE ON "ClientToken" FOR EACH ROW WHEN (OLD."expiresAt" > now()) EXECUTE FUNCTION tell_identity();

DROP TRIGGER tell_identity ON "Session";
CREATE TRIGGER tell_identity AFTER UPDATE ON "Session" FOR EACH ROW
  WHEN ((OLD."endedAt", OLD."expiresAt", OLD."idleExpiresAt", OLD."userId", OLD."membershipId", OLD."authenticatedAt", OLD."factorAt", OLD."dpopThumbprint")
    IS DISTINCT FROM (NEW."endedAt", NEW."expiresAt", NEW."idleExpiresAt", NEW."userId", NEW."membershipId", NEW."authenticatedAt", NEW."factorAt", NEW."dpopThumbprint"))
  EXECUTE FUNCTION tell_identity();
DROP TRIGGER tell_identity ON "School";
CREATE TRIGGER tell_identity AFTER UPDATE ON "School" FOR EACH ROW
  WHEN ((OLD."timezone", OLD."staffFactorRequired") IS DISTINCT FROM (NEW."timezone", NEW."staffFactorRequired")) EXECUTE FUNCTION tell_identity();
