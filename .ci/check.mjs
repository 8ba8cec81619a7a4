import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/*
 * `npm run check`: what CI holds every change to, in the order of what is quickest to tell. The first fault ends it.
 * Each line is an npm script, to be run alone as well.
 */
const checks = [
  ['format', 'npm run format:check'],
  ['lint', 'npm run lint'],
  ['types', 'npm run types'],
  ['test', 'npm test -- --json --outputFile=coverage/tests.json'],
  ['build', 'npm run build'],
  ['smoke', 'npm run smoke'],
];

rmSync('coverage/tests.json', { force: true });
for (const [name, command] of checks) {
  const started = performance.now();
  console.log(`\n== ${name}: ${command}`);
  const { status } = spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  if (status !== 0) {
    console.error(`== ${name} failed after ${seconds} s`);
    process.exit(1);
  }
  console.log(`== ${name} passed in ${seconds} s`);
}
