import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../apps/cli/src/cluster.js';
import { projectRoot } from '../../apps/cli/src/migration-files.js';

interface Launch {
  folder: string;
  args?: string[];
  env?: Record<string, string>;
  uid?: number;
}

/** The built program as a process of its own, in a folder of its own, with no settings but those of the test. */
export class Program {
  output = '';
  errors = '';
  private readonly ended: Promise<[code: number | null, signal: string | null]>;
  private readonly child: ChildProcess;

  constructor({ folder, args = ['start'], env = {}, uid }: Launch) {
    const main = join(projectRoot, 'dist/apps/cli/src/main.js');
    const { PATH } = process.env;
    this.child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH, LOG_LEVEL: 'warn', MANAGEMENT_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid && { uid, gid: uid }),
    });
    this.child.stdout!.on('data', (text) => (this.output += text));
    this.child.stderr!.on('data', (text) => (this.errors += text));
    this.ended = once(this.child, 'close') as Promise<[number | null, string | null]>;
    programs.push(this);
  }

  /** Resolves when it has said that it listens, with its address. */
  async ready(): Promise<string> {
    while (!this.output.includes('Ctrl-C stops it.')) {
      if (this.child.exitCode !== null) throw new Error(`It ended with ${this.child.exitCode}: ${this.errors}`);
      await sleep(20);
    }
    return /listens on (\S+)/.exec(this.output)![1]!;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  kill = (signal: NodeJS.Signals) => void this.child.kill(signal);

  async exitCode(): Promise<number | string | null> {
    const [code, signal] = await this.ended;
    return code ?? signal;
  }

  async stop(): Promise<number | string | null> {
    this.kill('SIGTERM');
    return this.exitCode();
  }
}

const programs: Program[] = [];
const folders: string[] = [];
afterAll(async () => {
  // A test that failed may have left one running.
  await Promise.all(programs.map((program) => program.stop()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that every user can enter; it goes with the file's last test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-start-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** The process of the database that runs in the folder. */
export function databaseProcess(folder: string, { output }: Program): number | undefined {
  const data = /PostgreSQL of its own, in (\S+)/.exec(output)?.[1];
  const file = resolve(folder, data ?? '.data/postgres', 'cluster/postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isAlive(pid) ? pid : undefined;
}

export async function login(url: string, email: string): Promise<Response> {
  return fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'homeroom demo passphrase' }),
  });
}
