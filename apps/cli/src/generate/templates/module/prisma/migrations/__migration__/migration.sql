CREATE TABLE "__OneThing__" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "schoolId" UUID NOT NULL,
    -- Names sort as people expect, whatever the database's own locale is.
    "name" VARCHAR(100) COLLATE "und-x-icu" NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "__OneThing___pkey" PRIMARY KEY ("id"),
    CONSTRAINT "__OneThing___schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "__OneThing___id_is_uuidv7" CHECK (is_uuidv7("id")),
    CONSTRAINT "__OneThing___name_is_line" CHECK (is_line("name"))
);

-- What points at a row of this table names its school as well, so that it can't point into another one.
CREATE UNIQUE INDEX "__OneThing___schoolId_id_key" ON "__OneThing__"("schoolId", "id");

-- One for each sort key: a list is read in the order of an index, inside one school.
CREATE INDEX "__OneThing___schoolId_name_id_idx" ON "__OneThing__"("schoolId", "name", "id");
CREATE INDEX "__OneThing___schoolId_createdAt_id_idx" ON "__OneThing__"("schoolId", "createdAt", "id");

-- version and updatedAt move on with every change of a row, and only then: the ETag can be relied on.
CREATE TRIGGER touch BEFORE UPDATE ON "__OneThing__" FOR EACH ROW EXECUTE FUNCTION touch();
