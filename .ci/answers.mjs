import { globSync, readFileSync } from 'node:fs';

/*
 * After the whole `npm test`: fails if there is a documented answer that no test has received (test/support/answers.ts notes each).
 * A 429, 500 or 503 can come from everywhere, and is tried at a few operations; those are counted only.
 */
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const documented = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, { responses }]) =>
    Object.keys(responses)
      .filter((status) => status !== 'default')
      .map((status) => `${method.toUpperCase()} ${path} ${status}`),
  ),
);
const received = new Set(globSync('coverage/answers/*.txt').flatMap((file) => readFileSync(file, 'utf8').split('\n')));
const missing = documented.filter((answer) => !received.has(answer));
const untried = missing.filter((answer) => !/ (429|500|503)$/.test(answer));

console.log(`${documented.length - missing.length} of ${documented.length} documented answers were received.`);
for (const answer of untried) console.error(`  ${answer} was never received: test it`);
if (untried.length > 0) process.exitCode = 1;
