import { readFileSync } from 'node:fs';

/**
 * Repeats the counts of the test run that `npm run check` made (Jest's --json), so that they stand at the end:
 * the checks after the tests fill a screen or two, and whoever reads a log of CI looks at its last lines.
 */
const suites = { passed: 'numPassedTestSuites', failed: 'numFailedTestSuites', total: 'numTotalTestSuites' };
const tests = {
  passed: 'numPassedTests',
  failed: 'numFailedTests',
  skipped: 'numPendingTests',
  total: 'numTotalTests',
};

let run;
try {
  run = JSON.parse(readFileSync('coverage/tests.json', 'utf8'));
} catch {
  console.error('The tests did not run to their end.');
  process.exit(1);
}
const line = (counts) =>
  Object.entries(counts)
    .map(([word, field]) => `${run[field]} ${word}`)
    .join(', ');
console.log(`Test Suites: ${line(suites)}`);
console.log(`Tests: ${line(tests)}`);
console.log(`${run.numPassedTests} passed, ${run.numFailedTests} failed`);
