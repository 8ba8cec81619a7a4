import { TwoSchools } from './two-schools.js';

const school = await TwoSchools.create();
afterAll(school.close);

const versioned = [
  'School',
  'Membership',
  'Student',
  'Teacher',
  'Term',
  'Class',
  'Enrollment',
  'Guardianship',
  'ApiKey',
  'Article',
  'ArticleShare',
];

test('every table with a version is tried here', async () => {
  const tables = await school.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'version' AND table_schema = current_schema()`,
  );
  expect(tables.map(({ name }) => name).toSorted()).toEqual(versioned.toSorted());
});

test.each(versioned)('%s: version and updatedAt move on with a change, and only then', async (table) => {
  const [before] = await school.rows(`SELECT id, version, "updatedAt", "createdAt" FROM "${table}" LIMIT 1`);
  const read = async (set: string) =>
    (await school.rows(`UPDATE "${table}" SET ${set} WHERE id = $1 RETURNING version, "updatedAt"`, [before!.id]))[0]!;
  const { version, updatedAt } = before!;
  expect(await read('"createdAt" = "createdAt"')).toEqual({ version, updatedAt });
  expect(await read(`version = 77, "updatedAt" = '2001-01-01'`)).toEqual({ version, updatedAt });
  const after = await read(`"createdAt" = "createdAt" - interval '1 hour'`);
  expect(after.version).toBe(version + 1);
  expect(after.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
});

test.each([`"lastUsedAt" = now()`, `"signingSecret" = 'sealed anew'`])('%s is no change of a key', async (set) => {
  const [before] = await school.rows(`SELECT id, version, "updatedAt" FROM "ApiKey" WHERE name = 'Signed' LIMIT 1`);
  const { id, ...same } = before!;
  const written = `UPDATE "ApiKey" SET ${set} WHERE id = $1 RETURNING version, "updatedAt"`;
  expect(await school.rows(written, [id])).toEqual([same]);
});

test('a class changes when a teacher is assigned, archived, restored or taken away', async () => {
  const version = async () =>
    (await school.rows<{ version: number }>(`SELECT version FROM "Class" ORDER BY id LIMIT 1`))[0]!.version;
  const first = await version();
  await school.rows(
    `INSERT INTO "ClassTeacher" SELECT c."schoolId", c.id, t.id FROM "Class" c JOIN "Teacher" t ON t."schoolId" = c."schoolId" AND "staffNumber" = '2'`,
  );
  expect(await version()).toBe(first + 1);
  await school.rows(`UPDATE "Teacher" SET "archivedAt" = now() WHERE "staffNumber" = '2'`);
  expect(await version()).toBe(first + 2);
  await school.rows(`UPDATE "Teacher" SET "archivedAt" = NULL WHERE "staffNumber" = '2'`);
  expect(await version()).toBe(first + 3);
  await school.rows(`UPDATE "Teacher" SET phone = '+1 555' WHERE "staffNumber" = '2'`);
  expect(await version()).toBe(first + 3);
  await school.rows(
    `DELETE FROM "ClassTeacher" WHERE "teacherId" IN (SELECT id FROM "Teacher" WHERE "staffNumber" = '2')`,
  );
  expect(await version()).toBe(first + 4);
});

test('a change of role or status moves the epoch on and ends the sessions, another one does not', async () => {
  const [{ id } = { id: '' }] = await school.rows<{ id: string }>(
    `SELECT id FROM "Membership" WHERE role = 'teacher' LIMIT 1`,
  );
  const state = async (set: string) => {
    const [row] = await school.rows<{ epoch: number }>(`UPDATE "Membership" SET ${set} WHERE id = $1 RETURNING epoch`, [
      id,
    ]);
    const [session] = await school.rows<{ alive: boolean }>(
      `SELECT "endedAt" IS NULL AS alive FROM "Session" WHERE "membershipId" = $1`,
      [id],
    );
    return { ...row, ...session };
  };
  expect(await state(`"givenName" = 'Ada'`)).toEqual({ epoch: 1, alive: true });
  expect(await state(`epoch = 9`)).toEqual({ epoch: 1, alive: true });
  expect(await state(`status = 'suspended'`)).toEqual({ epoch: 2, alive: false });
  expect(await state(`status = 'active', role = 'guardian'`)).toEqual({ epoch: 3, alive: false });
});
