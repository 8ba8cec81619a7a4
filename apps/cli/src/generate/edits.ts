/** What the new module adds to a file that is there already: it goes in where the match ends. */
export interface Edit {
  file: string;
  at: RegExp;
  add: string;
}

const model = `
model __OneThing__ {
  id         String    @id @default(dbgenerated("uuidv7()")) @db.Uuid
  schoolId   String    @db.Uuid
  name       String    @db.VarChar(100)
  archivedAt DateTime? @db.Timestamptz(3)
  version    Int       @default(1)
  createdAt  DateTime  @default(now()) @db.Timestamptz(3)
  updatedAt  DateTime  @default(now()) @db.Timestamptz(3)

  school School @relation(fields: [schoolId], references: [id], onDelete: Restrict)

  @@unique([schoolId, id])
  @@index([schoolId, name, id])
  @@index([schoolId, createdAt, id])
}
`;

/** Whoever reads the policy sees that there is something to decide. Until then the model has no rule, so nobody may do anything. */
const undecided = `
    // To be decided: can(['read', 'create', 'update', 'archive', 'restore'], '__OneThing__');`;

/** Without rows of it the exhaustive test would have nothing to ask about. */
const rows = `
  await database.__oneThing__.createMany({
    data: [
      { schoolId, name: 'Own' },
      { schoolId, name: 'Archived', archivedAt },
      { schoolId: elsewhere.rows.schoolId, name: 'Foreign' },
    ],
  });`;

const listed = "\n  ['__many-things__', own('__many-things__'), ['name', 'createdAt']],";

export const edits: Record<'module' | 'tests', Edit[]> = {
  module: [
    {
      file: 'apps/api/src/app.module.ts',
      at: /(?=import \{ ThrottlingGuard \})/,
      add: "import { __ManyThings__Module } from './__many-things__/__many-things__.module.js';\n",
    },
    { file: 'apps/api/src/app.module.ts', at: /(?= {2}\],\n {2}providers: \[)/, add: '    __ManyThings__Module,\n' },
    {
      file: 'apps/api/src/openapi/tags.ts',
      at: /(?= {2}\{ name: 'Problems')/,
      add: "  { name: '__Many things__', description: 'The __many things__ of the school.' },\n",
    },
    { file: 'apps/api/src/access/policy.ts', at: /\n {2}admin\([^]*?(?=\n {2}\},)/, add: undecided },
    { file: 'prisma/schema.prisma', at: /model School \{[^}]*\[\]\n/, add: '  __manyThings__ __OneThing__[]\n' },
    { file: 'prisma/schema.prisma', at: /$/, add: model },
    { file: 'README.md', at: /^ {2}[a-z-]+\/(?: [a-z-]+\/)*(?= +one folder a feature)/m, add: ' __many-things__/' },
    {
      file: 'test/architecture/modules.test.ts',
      at: /has the features of the contract[^]*?(?=\n {4}\])/,
      add: "\n      '__many-things__',",
    },
    {
      file: 'test/database/two-schools.ts',
      at: /(?=\nEND \$\$)/,
      add: `\n  INSERT INTO "__OneThing__" ("schoolId", name) VALUES (school, 'One');`,
    },
    { file: 'test/policy/world.ts', at: /\n {2}const archivedAt = new Date\(\);/, add: rows },
    {
      file: 'test/policy/lists.ts',
      at: /const filters: Record<string, Matches> = \{\n/,
      add: "  '__OneThing__ q': holds(['name']),\n",
    },
    { file: 'test/database/triggers.test.ts', at: /const versioned = \[[^\]]*/, add: "  '__OneThing__',\n" },
  ],
  tests: [
    {
      file: 'test/support/lists.ts',
      at: /names\.entries\(\)\) \{\n.*\n/,
      add: '    await database.__oneThing__.create({ data: { schoolId, name, createdAt } });\n',
    },
    {
      file: 'test/database/many-rows.ts',
      at: /const people = async \(school: string\) => \{\n/,
      add: `await insert(\`"__OneThing__" ("schoolId", name, "createdAt")\`, \`$1, 'Name ' || n, \${day} \${number}\`, school);\n`,
    },
    { file: 'test/v1/paging.test.ts', at: /const lists: [^]*?(?=\n\];)/, add: listed },
    { file: 'test/database/plans.test.ts', at: /const lists: [^]*?(?=\n\];)/, add: listed },
  ],
};
