import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseError } from './database-error.js';

/** The user that PostgreSQL runs as. */
export interface ServiceUser {
  name: string;
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`; undefined means, as whoever we are. */
export function findServiceUser(): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name]).stdout || NaN));
    if (uid && gid) return { name, uid, gid };
  }
  throw new DatabaseError(
    "PostgreSQL doesn't run as root, and there is no user 'postgres' or 'nobody': set DATABASE_URL.",
  );
}

export const READ = 0o4;
export const ENTER = 0o1;

/** Whether the user has these rights to what lies at the path, and a way to it through every folder above. */
export function isReachable(path: string, rights: number, user: ServiceUser | undefined): boolean {
  if (!user) return true;
  let needed = rights;
  for (let current = resolve(path); ; current = dirname(current)) {
    if ((rightsTo(current, user) & needed) !== needed) return false;
    if (current === dirname(current)) return true;
    needed = ENTER;
  }
}

/** rwx as the three bits that count for this user. */
function rightsTo(path: string, { uid, gid }: ServiceUser): number {
  const { mode, uid: owner, gid: group } = statSync(path);
  if (owner === uid) return (mode >> 6) & 0o7;
  return (group === gid ? mode >> 3 : mode) & 0o7;
}
