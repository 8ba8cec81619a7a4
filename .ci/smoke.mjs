import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createHomeroom } from '../dist/apps/client/src/homeroom.js';
import { dataOf } from '../dist/apps/client/src/problem.js';

/*
 * Starts the built program as a new user would, in an empty folder and with no settings but a free port; logs in, lists
 * students, does what the README says to paste, and stops it. Everything that it started has to be gone then.
 */
const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'homeroom-smoke-'));
// Run as root, the database runs as another user, which has to reach its files.
chmodSync(folder, 0o755);
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const { PATH, HOME } = process.env;
const program = spawn(process.execPath, [resolve('dist/apps/cli/src/main.js'), 'start'], {
  cwd: folder,
  env: { PATH, HOME, PORT: String(port) },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let output = '';
for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (output += text));
const ended = once(program, 'exit');

try {
  const start = performance.now();
  await ready();
  console.log(`ready after ${((performance.now() - start) / 1_000).toFixed(1)} s at ${url}`);

  const homeroom = createHomeroom({
    url,
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(10_000) }),
  });
  const { role, school } = await homeroom.session.logIn('admin@northwood.example', 'homeroom demo passphrase');
  const students = dataOf(await homeroom.students.findMany({ query: { include: 'total' } }));
  assert.equal(students.data.length, 10);
  assert.equal(students.page.total, 240);
  console.log(`logged in as ${role} of ${school.name}; it has ${students.page.total} students`);
  await pasteReadme();

  program.kill('SIGTERM');
  const [code, signal] = await Promise.race([ended, wait(STOPPED_WITHIN_MS, ['still running'], { ref: false })]);
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  assert.deepEqual(leftBehind(), []);
  console.log('stopped; nothing is left running');
} catch (error) {
  console.error(output);
  throw error;
} finally {
  await stopForGood();
  rmSync(folder, { recursive: true, force: true });
}

async function ready() {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (program.exitCode !== null) throw new Error(`the program ended with ${program.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await wait(100);
  }
  throw new Error(`not ready after ${READY_WITHIN_MS} ms`);
}

async function pasteReadme() {
  if (spawnSync('curl', ['--version']).error)
    return console.log("the README's example was not tried: there is no curl here");
  const [, example] = /```sh\n(TOKEN=[^]*?)```/.exec(readFileSync('README.md', 'utf8'));
  const { stdout } = await promisify(execFile)('sh', ['-c', example.replaceAll('http://127.0.0.1:3000', url)]);
  const { data, page } = JSON.parse(stdout);
  assert.equal(data.length, 2);
  assert.ok(page.total > 2);
  console.log("the README's example works");
}

/** The processes that name this run's folder: the database that the program started, say. */
function leftBehind() {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return command.includes(folder) ? [{ pid: Number(pid), command }] : [];
      } catch {
        return [];
      }
    });
}

/** After a failure: the program, with a chance to stop its database, and then whatever of it is left. */
async function stopForGood() {
  if (program.exitCode === null && program.signalCode === null) {
    program.kill('SIGTERM');
    await Promise.race([ended, wait(STOPPED_WITHIN_MS, undefined, { ref: false })]);
    program.kill('SIGKILL');
  }
  for (const { pid } of leftBehind()) process.kill(pid, 'SIGTERM');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address();
  server.close();
  await once(server, 'close');
  return free;
}
