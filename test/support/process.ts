import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../apps/api/src/config/config.js';
import { app, testConfig } from './app.js';

/** The built API, as it is: what it writes to standard output is its log. */
const program = `
  import { serve } from '${process.env.HOMEROOM_TEST_DIST}/apps/api/src/main.js';
  const { url } = await serve(JSON.parse(process.argv[1]));
  process.stderr.write(url + '\\n');
`;

const children: ChildProcess[] = [];

afterAll(async () => {
  for (const child of children) {
    if (child.kill('SIGKILL')) await once(child, 'exit');
  }
});

/** Starts a server in a process of its own, on the file's database, and keeps what it logs. */
export async function startProcess(overrides: Partial<Config> = {}, env: NodeJS.ProcessEnv = {}) {
  const { config } = await app();
  const settings = await testConfig({ databaseUrl: config.databaseUrl, logLevel: 'info', ...overrides });
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(settings)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const errors = createInterface(child.stderr);
  const [url] = (await once(errors, 'line')) as [string];
  if (!url.startsWith('http://')) throw new Error(url);
  const read = new Set<number>();
  const lines = () =>
    output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    url,
    kill: () => child.kill('SIGKILL'),
    output: () => output,
    lines,
    /** The next line that is like this and was not asked for before; waits for it, as a line follows its answer. */
    line: async (like: Record<string, unknown>) => {
      for (const end = Date.now() + 15_000; Date.now() < end; await delay(20)) {
        const found = lines().findIndex(
          (line, index) => !read.has(index) && Object.entries(like).every(([name, value]) => line[name] === value),
        );
        if (found >= 0) {
          read.add(found);
          return lines()[found]!;
        }
      }
      throw new Error(`No line of the log has ${JSON.stringify(like)}.`);
    },
  };
}

/** A process that runs a script, which has all that a built module exports as `built`. */
export function scripted(module: string, script: string) {
  const code = `const built = await import('${process.env.HOMEROOM_TEST_DIST}/apps/api/src/${module}.js'); ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, 'close').then(([exitCode]) => ({ code: exitCode as number, output, errors }));
  return { child, output: () => output, errors: () => errors, ended };
}
