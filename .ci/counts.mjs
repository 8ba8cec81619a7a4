import { readFileSync } from 'node:fs';

// Jest's own summary of the run that `npm run check` has just made (--json --outputFile).
const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(
  readFileSync('coverage/tests.json', 'utf8'),
);
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
if (numFailedTests + numFailedTestSuites + numRuntimeErrorTestSuites > 0) process.exitCode = 1;
