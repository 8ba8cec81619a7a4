import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

/*
 * `npm run check`: what every change is held to, the quickest first. The first fault ends it.
 * Each line is an npm script that can be run alone as well.
 */
const checks = {
  format: 'npm run format:check',
  lint: 'npm run lint',
  types: 'npm run types',
  test: 'npm test -- --json --outputFile=coverage/tests.json',
  'documented answers': 'npm run check:answers',
  plans: 'npm run check:plans',
  build: 'npm run build',
  'API definition': 'npm run openapi:check',
  policy: 'npm run policy:check',
  'API compatibility': 'npm run openapi:compare',
  client: 'npm run client:check',
  'no slower': 'npm run bench:check',
  mutants: 'npm run test:mutants',
  'a new module': 'npm run test:module',
  smoke: 'npm run smoke',
};

rmSync('coverage/tests.json', { force: true });
mkdirSync('coverage', { recursive: true });
for (const [name, command] of Object.entries(checks)) {
  const start = performance.now();
  console.log(`\n== ${name}: ${command}`);
  const { status } = spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`== ${name} ${status === 0 ? 'passed' : 'FAILED'} after ${seconds} s`);
  if (status !== 0) process.exit(1);
}
