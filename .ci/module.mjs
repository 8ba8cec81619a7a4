import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/*
 * `npm run test:module`: goes through docs/add-a-module.md in a copy of the project, and makes the changes that stand there. Two
 * modules are written, built and tested while nobody may do anything with them; then it is decided about one of them.
 */
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'homeroom-module-')));
const notCopied = new Set(['node_modules', 'dist', 'coverage', 'secrets', '.git', '.data', '.env']);
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
const changes = readChanges('docs/add-a-module.md');
const isOf = (file) => (change) => change.file.endsWith(file);
let passed = 0;

try {
  cpSync('.', folder, { recursive: true, filter: (path) => !notCopied.has(basename(path)) });
  mkdirSync(join(folder, 'coverage'));
  symlinkSync(realpathSync('node_modules'), join(folder, 'node_modules'), 'dir');

  run('generate -- module rooms');
  run('generate -- module parent-evenings');
  assert.match(run('generate -- module rooms', { fails: true }), /There is a folder apps\/api\/src\/rooms already/);
  assert.match(run('generate -- tests rooms', { fails: true }), /Nobody may do anything with a room yet/);

  console.log('\nIt gets its own properties');
  make(changes['3. Give it its own properties']);
  run('prepare');
  run('openapi');
  const others = [
    'architecture',
    'database/(migrations|checks|triggers|foreign|uniques)',
    'docs',
    'openapi/routes',
    'openapi/document',
  ];
  test(['rooms', 'parent-evenings', ...others]);

  console.log('\nIt is decided who may do what');
  const decision = changes['4. Decide who may do what'];
  make(decision.filter(isOf('policy.ts')));
  const letIn = ['teacher', 'stranger', 'admin', 'stranger: 403', 'admin: 403', 'stranger', 'admin'];
  assert.deepEqual(test(['rooms'], { fails: true }), letIn);
  make(decision.filter(isOf('policy-rooms.test.ts')));
  run('generate -- tests rooms');

  console.log('\nIt is shown');
  for (const script of ['policy', 'openapi', 'client']) run(script);
  make(changes['6. Show it']);
  for (const check of ['format:check', 'lint', 'types', 'openapi:compare']) run(check);
  test([
    'rooms',
    'parent-evenings',
    'paging',
    'plans',
    'test/policy/(reads|writes|statements|document)',
    'openapi/document',
  ]);
  console.log(`\nA new module works as docs/add-a-module.md says: ${passed} tests passed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs an npm script in the copy and returns what it said. */
function run(script, { fails = false } = {}) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', ...script.split(' ')], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  if ((status !== 0) !== fails) console.error(stdout + stderr);
  assert.equal(status !== 0, fails, `npm run ${script} ${fails ? 'should have failed' : 'failed'}`);
  console.log(`npm run ${script}: ${fails ? 'fails, as it should,' : 'done'} after ${seconds} s`);
  return stdout + stderr;
}

/** Runs the tests of these files; returns the titles of those that failed. */
function test(files, options) {
  run(`test -- --maxWorkers=2 --json --outputFile=coverage/tests.json ${files.join(' ')}`, options);
  const result = JSON.parse(readFileSync(join(folder, 'coverage/tests.json'), 'utf8'));
  console.log(`  ${result.numPassedTests} passed, ${result.numFailedTests} failed`);
  assert.equal(result.numPendingTests, 0);
  passed += result.numPassedTests;
  const all = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  return all.filter(({ status }) => status === 'failed').map(({ title }) => title);
}

/** The changes that a document shows in diffs, by the heading that they stand under. */
function readChanges(path) {
  const sections = readFileSync(path, 'utf8').split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      [...section.matchAll(/^```diff\n--- (\S+)\n([^]*?)^```$/gm)].map(([, file, diff]) => ({
        file,
        before: sideOf(diff, '-'),
        after: sideOf(diff, '+'),
      })),
    ]),
  );
}

/** The lines of one side: those with its sign, and those that both have. */
function sideOf(diff, sign) {
  const lines = diff.split('\n').filter((line) => line.startsWith(sign) || line.startsWith(' '));
  return lines.map((line) => `${line.slice(1)}\n`).join('');
}

function make(steps) {
  for (const { file, before, after } of steps) {
    const [path] = globSync(join(folder, file));
    const parts = readFileSync(path, 'utf8').split(before);
    assert.equal(parts.length, 2, `${file} has not, once, the lines that are to be changed:\n${before}`);
    writeFileSync(path, parts.join(after));
    console.log(`changed ${file}`);
  }
}
