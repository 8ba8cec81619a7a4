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
 * modules are written, built and tested while nobody may do anything with them; then it is decided about one of them, and checked
 * as CI will. The project may have rooms by now, so here they have a name that no school needs, and that is as long.
 */
const renamed = (text) => text.replaceAll('room', 'yurt').replaceAll('Room', 'Yurt');
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

  run('generate -- module yurts');
  run('generate -- module yurt-evenings');
  assert.match(run('generate -- module yurts', { fails: true }), /There is a folder apps\/api\/src\/yurts already/);
  assert.match(run('generate -- tests yurts', { fails: true }), /Nobody may do anything with a yurt yet/);

  console.log('\nIt gets its own properties');
  make(changes['3. Give it its own properties']);
  run('prepare');
  const written = ['openapi', 'policy', 'client', 'docs:links'];
  for (const script of written) run(script);
  const others = [
    'architecture',
    'database/(migrations|checks|triggers|foreign|uniques)',
    'docs',
    'openapi/routes',
    'openapi/document',
  ];
  test(['yurts', 'yurt-evenings', ...others]);

  console.log('\nIt is decided who may do what');
  const decision = changes['4. Decide who may do what'];
  make(decision.filter(isOf('policy.ts')));
  const letIn = ['teacher', 'stranger', 'admin', 'stranger: 403', 'admin: 403', 'stranger', 'admin'];
  assert.deepEqual(test(['yurts'], { fails: true }), letIn);
  make(decision.filter(isOf('policy-yurts.test.ts')));
  run('generate -- tests yurts');

  console.log('\nIt is shown');
  for (const script of written) run(script);
  const checks = ['format:check', 'lint', 'types', 'openapi:check', 'policy:check', 'openapi:compare', 'client:check'];
  for (const check of checks) run(check);
  const exhaustive = 'test/policy/(contract|reads|writes|statements|document)';
  test(['yurts', 'yurt-evenings', 'paging', 'plans', exhaustive, 'policy-shape', 'docs', 'openapi/document']);

  console.log('\nEvery mistake that its rules could hold is noticed');
  test(['access.mutants', 'admin.mutants', 'teacher.mutants', '--testNamePattern=Yurt'], { script: 'test:mutants' });
  console.log(`\nA new module works as docs/add-a-module.md says: ${passed} tests passed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs an npm script in the copy and returns what it said. */
function run(script, options) {
  return npm(`run --silent ${script}`, options);
}

function npm(command, { fails = false } = {}) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync('npm', command.split(' '), {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  if ((status !== 0) !== fails) console.error(stdout + stderr);
  assert.equal(status !== 0, fails, `npm ${command} ${fails ? 'should have failed' : 'failed'}`);
  console.log(`npm ${command}: ${fails ? 'fails, as it should,' : 'done'} after ${seconds} s`);
  return stdout + stderr;
}

/** Runs the tests of these files; returns the titles of those that failed. */
function test(files, { script = 'test', ...options } = {}) {
  run(`${script} -- --json --outputFile=coverage/tests.json ${files.join(' ')}`, options);
  const result = JSON.parse(readFileSync(join(folder, 'coverage/tests.json'), 'utf8'));
  console.log(`  ${result.numPassedTests} passed, ${result.numFailedTests} failed`);
  assert.ok(result.numPassedTests > 0);
  if (script === 'test') assert.equal(result.numPendingTests, 0);
  passed += result.numPassedTests;
  const all = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  return all.filter(({ status }) => status === 'failed').map(({ title }) => title);
}

/** The changes that a document shows in diffs, by the heading that they stand under. */
function readChanges(path) {
  const sections = renamed(readFileSync(path, 'utf8')).split(/^## /m).slice(1);
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
  const lines = diff.trimEnd().split('\n');
  const own = lines.filter((line) => line.startsWith(sign) || !/^[+-]/.test(line));
  return own.map((line) => `${line.slice(1)}\n`).join('');
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
