import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

export interface Edit {
  /** A text that stands there once. */
  from: string;
  /** What stands there instead. */
  to: string;
}

export interface GuardMutant extends Edit {
  /** What goes wrong. */
  name: string;
  /** Where: a file of apps/api/src. */
  file: string;
  /** A second guard behind the first, that would hold alone. */
  also?: Edit;
  /** The tests that have to notice, by their path. */
  tests: string;
  /** Of these the ones with this in their title. */
  only?: string;
}

/** Builds the API with one guard weakened or gone, and runs the tests that guard it: they have to fail. */
export function describeGuards(mutants: GuardMutant[]): void {
  it('passes with every guard in place', () => {
    expect(failuresOf([...new Set(mutants.flatMap(({ tests }) => tests.split(' ')))], () => undefined)).toBe(0);
  }, 600_000);

  it.each(mutants.map((mutant) => [`${mutant.file}: ${mutant.name}`, mutant] as const))(
    '%s',
    (_, mutant) => {
      const edit = (folder: string) =>
        writeFileSync(join(folder, 'apps/api/src', mutant.file.replace(/ts$/, 'js')), compiled(mutant));
      const only = mutant.only ? ['-t', mutant.only] : [];
      expect(failuresOf([...mutant.tests.split(' '), ...only], edit)).toBeGreaterThan(0);
    },
    200_000,
  );
}

function compiled({ file, also, ...first }: GuardMutant): string {
  const path = join('apps/api/src', file);
  const source = [first, ...(also ? [also] : [])].reduce(
    (text, { from, to }) => {
      if (text.split(from).length !== 2) throw new Error(`${path} does not have this once: ${from}`);
      return text.replace(from, () => to);
    },
    readFileSync(path, 'utf8'),
  );
  // swc reads .swcrc, as the build does.
  return transformSync(source, { filename: path }).code;
}

/** How many of these tests fail against a build that was edited; a run that comes to no result is no proof of anything. */
function failuresOf(tests: string[], edit: (folder: string) => void): number {
  const folder = join('.data', 'mutants', String(process.pid));
  cpSync('dist', folder, { recursive: true });
  try {
    edit(folder);
    return run(tests, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(tests: string[], build: string): number {
  const report = join(build, 'tests.json');
  // A test that fails may leave open what it would have closed.
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    '--forceExit',
    '--silent',
    // Without its guard a test may wait for ever.
    '--testTimeout=60000',
    '--json',
    `--outputFile=${report}`,
  ];
  const env = { ...process.env, HOMEROOM_TEST_DIST: build, TEST_DATABASE_URL: process.env.HOMEROOM_TEST_SERVER };
  const { stderr } = spawnSync(process.execPath, ['--experimental-vm-modules', ...jest, ...tests], {
    env,
    encoding: 'utf8',
    maxBuffer: Infinity,
    timeout: 600_000,
    killSignal: 'SIGKILL',
  });
  const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  if (!numFailedTests && !numPassedTests) throw new Error(`no test ran: ${tests.join(' ')}\n${stderr}`);
  return numFailedTests!;
}
