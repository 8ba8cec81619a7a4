import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseError } from './database-error.js';
import type { PostgresHome } from './postgres-home.js';

/** The files of a cluster (PostgreSQL's word for the databases of one server) under the home's folder. */
export function filesOf({ folder }: Pick<PostgresHome, 'folder'>) {
  return { cluster: join(folder, 'cluster'), password: join(folder, 'password'), log: join(folder, 'server.log') };
}

/**
 * Makes the cluster if it isn't there. It is made under another name and then renamed, so that one that was interrupted is
 * never taken for a whole one. Its superuser is `postgres`, with a random password that only this user of the machine can read:
 * others can connect to the port, but not log in.
 */
export async function createCluster(home: PostgresHome): Promise<void> {
  removeUnfinished(home.folder);
  if (existsSync(home.folder)) return;
  const folder = `${home.folder}.new-${process.pid}`;
  const { cluster, password } = filesOf({ folder });
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(password, randomBytes(32).toString('base64url'), { mode: 0o600 });
  if (home.user) for (const path of [folder, password]) chownSync(path, home.user.uid, home.user.gid);
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${password}`];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=und'];
  await run(home, 'initdb', [`--pgdata=${cluster}`, ...access, ...locale]);
  try {
    renameSync(folder, home.folder);
  } catch (error) {
    // Another start was faster, and its cluster is as good.
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(home.folder)) throw error;
  }
}

/** What starts left behind that were killed meanwhile. */
function removeUnfinished(folder: string): void {
  const prefix = `${basename(folder)}.new-`;
  for (const name of readdirSync(dirname(folder)).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length));
    // Its initdb may be still at work, and ends when its files are gone. Node waits in whole seconds.
    const persistently = { recursive: true, force: true, maxRetries: 3, retryDelay: 1_000 };
    if (pid === process.pid || !isAlive(pid)) rmSync(join(dirname(folder), name), persistently);
  }
}

/** Whether the process is there, as more than an entry that nobody has asked for yet (a zombie). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    // It has just gone; or there is no /proc, and on such systems a parent asks at once.
    return platform() !== 'linux';
  }
}

/** Runs one of PostgreSQL's programs as its user, in a session of its own: a Ctrl-C in the terminal is not for it. */
export async function run({ bin, user, folder }: PostgresHome, program: string, args: string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(join(bin, program), args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: dirname(folder),
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.on('error', (error) => reject(new DatabaseError(`The embedded PostgreSQL can't be run: ${error.message}`)));
  child.on('close', (code) => {
    if (code === 0) return resolve();
    const reason = lastError(readLog(folder)) || lastError(complaint) || `${program} ended with ${code}`;
    reject(new DatabaseError(`The embedded PostgreSQL failed: ${reason}`));
  });
  return promise;
}

function readLog(folder: string): string {
  const { log } = filesOf({ folder });
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

/** The last line that tells of an error, without its time. */
function lastError(text: string): string {
  const line = text.split('\n').findLast((candidate) => /FATAL|ERROR|PANIC|error:/.test(candidate)) ?? '';
  return line.replace(/^.*?(FATAL|ERROR|PANIC|error): */, '');
}
