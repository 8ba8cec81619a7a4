import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

export interface GuardMutant {
  /** What goes wrong. */
  name: string;
  /** Where: a file of apps/api/src, the text that stands there once, and what stands there instead. */
  file: string;
  from: string;
  to: string;
  /** The tests that have to notice, by their path. */
  tests: string;
}

/** Builds the API with one guard weakened or gone, and runs the tests that guard it: they have to fail. */
export function describeGuards(mutants: GuardMutant[]): void {
  it.each(mutants.map((mutant) => [`${mutant.file}: ${mutant.name}`, mutant] as const))(
    '%s',
    (_, mutant) => {
      const folder = join('.data', 'mutants', String(process.pid));
      cpSync('dist', folder, { recursive: true });
      try {
        writeFileSync(join(folder, 'apps/api/src', mutant.file.replace(/ts$/, 'js')), compiled(mutant));
        expect(failuresOf(mutant.tests, folder)).toBeGreaterThan(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
}

function compiled({ file, from, to }: GuardMutant): string {
  const path = join('apps/api/src', file);
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${path} does not have this once: ${from}`);
  // swc reads .swcrc, as the build does.
  return transformSync(
    source.replace(from, () => to),
    { filename: path },
  ).code;
}

/** How many tests fail against this build; a run that comes to no result is no proof of anything. */
function failuresOf(tests: string, build: string): number {
  const report = join(build, 'tests.json');
  // A test that fails may leave open what it would have closed.
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    '--forceExit',
    '--silent',
    '--json',
    `--outputFile=${report}`,
  ];
  const env = { ...process.env, HOMEROOM_TEST_DIST: build, TEST_DATABASE_URL: process.env.HOMEROOM_TEST_SERVER };
  const { stderr } = spawnSync(process.execPath, ['--experimental-vm-modules', ...jest, ...tests.split(' ')], {
    env,
    encoding: 'utf8',
    maxBuffer: Infinity,
    timeout: 100_000,
    killSignal: 'SIGKILL',
  });
  const { numFailedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  if (numTotalTests === 0) throw new Error(`no test ran: ${tests}\n${stderr}`);
  return numFailedTests!;
}
