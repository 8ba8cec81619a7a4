import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/*
 * What `npm run generate` refuses, and that it then writes nothing, on a copy of the files that it reads. That a module which it
 * writes builds, passes its tests and follows the decision is seen by `npm run test:module`.
 */
const program = resolve('dist/apps/cli/src/generate.js');
const folder = mkdtempSync(join(tmpdir(), 'homeroom-generate-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  const read = [
    'README.md',
    '.prettierrc.json',
    'docs/openapi.json',
    'prisma',
    'test/architecture',
    'test/database',
    'test/policy',
  ];
  const api = ['app.module.ts', 'access', 'openapi', 'students'].map((name) => `apps/api/src/${name}`);
  for (const path of [...read, ...api, 'test/support', 'test/v1'])
    cpSync(path, join(folder, path), { recursive: true });
});

const contents = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'utf8')]);

function generate(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [program, ...args], { cwd: folder }, (error, output, errors) =>
      done({ code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}

/** What it says to these words, after which nothing has changed. */
async function refusal(...args: string[]): Promise<string> {
  const before = contents();
  const { code, output, errors } = await generate(...args);
  expect({ args, code, output }).toEqual({ args, code: 1, output: '' });
  expect(contents()).toEqual(before);
  return errors.trim();
}

test('a name that is none, or that is in use', async () => {
  const refused: [string[], RegExp][] = [
    [[], /^npm run generate -- module NAMES/],
    [['modul', 'rooms'], /^npm run generate -- module NAMES/],
    [['module', 'rooms', 'halls'], /^npm run generate -- module NAMES/],
    [['module', 'rooms', '--force'], /Unknown option '--force'/],
    [['module', 'Rooms'], /"Rooms" is no name for a module/],
    [['module', 'room_keys'], /is no name/],
    [['module', '../rooms'], /is no name/],
    [['module', `${'long'.repeat(9)}-s`], /of at most 36 letters/],
    [['module', 'people'], /What is one of "people" called\? Say it with --singular/],
    ...['movies', 'buses', 'quizzes', 'boxes', 'niches', 'wishes', 'shelves', 'series', 'campus', 'bass'].map(
      (many): [string[], RegExp] => [['module', many], new RegExp(`one of "${many}" called\\? Say it with --singular`)],
    ),
    [['module', 'sheep', '--singular', 'sheep'], /are both called "sheep"/],
    [['module', 'imports'], /"import" already means something/],
    [['module', 'constructors'], /"constructor" already means something/],
    ...['strings', 'booleans', 'ints', 'big-ints', 'floats', 'decimals', 'date-times', 'jsons', 'prisma-clients'].map(
      (many): [string[], RegExp] => [['module', many], /Prisma takes no model with the name "\w+": choose another/],
    ),
    [['module', 'byteses', '--singular', 'bytes'], /Prisma takes no model with the name "Bytes"/],
    [['module', 'docs'], /There is a folder docs already/],
    [['module', 'students'], /There is a folder apps\/api\/src\/students already/],
    [['module', 'invitations'], /The API has \/v1\/invitations already/],
    [['module', 'users'], /schema\.prisma has User already/],
    [['module', 'roles'], /schema\.prisma has Role already/],
    [['tests', 'rooms'], /There is no module rooms yet/],
  ];
  for (const [args, expected] of refused) expect(await refusal(...args)).toMatch(expected);
});

test('a comment that names the module decides nothing', async () => {
  const policy = join(folder, 'apps/api/src/access/policy.ts');
  const before = readFileSync(policy, 'utf8');
  mkdirSync(join(folder, 'apps/api/src/rooms'));
  for (const comment of ["/* can('read', 'Room'); */", "/*\n can('read', 'Room');\n */", "// can('read', 'Room');"]) {
    writeFileSync(policy, `${before}${comment}\n`);
    expect(await refusal('tests', 'rooms')).toBe(
      'Nobody may do anything with a room yet: decide it in policy.ts first.',
    );
  }
  writeFileSync(policy, before);
  rmSync(join(folder, 'apps/api/src/rooms'), { recursive: true });
});

test('what can’t be written to its end is not begun', async () => {
  const access = join(folder, 'test/access');
  writeFileSync(access, 'a file, where a folder has to be');
  expect(await refusal('module', 'rooms')).toMatch(/^Nothing was written: E\w+: /);
  rmSync(access);
});

test('a dry run lists what it would write, and writes nothing', async () => {
  const before = contents();
  const { code, output } = await generate('module', 'companies', '--singular', 'company', '--dry-run');
  expect(contents()).toEqual(before);
  const lines = output.split('\n');
  expect(lines[0]).toBe('one of them: company');
  expect([code, lines.filter((line) => line.startsWith('new')).length]).toEqual([0, 9]);
  expect(lines).toContain('new      apps/api/src/companies/dto/create-company.dto.ts');
  expect(lines).toContain('changed  apps/api/src/access/policy.ts');
  expect(lines).toContain('Nothing was written: this was a dry run.');
});

test('a file that is in the way, and every place that is gone or taken, all at once', async () => {
  const test = join(folder, 'test/access/policy-rooms.test.ts');
  const tags = join(folder, 'apps/api/src/openapi/tags.ts');
  const triggers = join(folder, 'test/database/triggers.test.ts');
  const before = [tags, triggers].map((path) => readFileSync(path, 'utf8'));
  mkdirSync(join(folder, 'test/access'));
  writeFileSync(test, 'kept');
  writeFileSync(tags, before[0]!.replace("'Problems'", "'Faults'"));
  writeFileSync(triggers, before[1]!.replace("  'School',\n", "  'School',\n  'Room',\n"));
  expect((await refusal('module', 'rooms')).split('\n')).toEqual([
    'Nothing was written:',
    '  test/access/policy-rooms.test.ts is there already.',
    expect.stringMatching(/^ {2}apps\/api\/src\/openapi\/tags\.ts no longer has the place for "\{ name: 'Rooms'/),
    `  test/database/triggers.test.ts has "'Room'," already.`,
  ]);
  rmSync(test);
  for (const [at, path] of [tags, triggers].entries()) writeFileSync(path, before[at]!);
});

test('a migration comes after every one that is there, whatever the clock says', async () => {
  mkdirSync(join(folder, 'prisma/migrations/29990101000000_from_the_future'));
  const { code, output } = await generate('module', 'people', '--singular', 'person', '--dry-run');
  expect(code).toBe(0);
  expect(output).toContain('prisma/migrations/29990101000001_people/migration.sql');
  expect(output).toContain('apps/api/src/people/person.view.ts');
});
