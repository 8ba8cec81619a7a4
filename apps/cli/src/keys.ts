import pg from 'pg';
import { lifeOf } from '../../api/src/auth/session-life.js';
import { countingKey } from '../../api/src/config/keys-in-use.js';
import { Role } from '../../api/src/prisma/generated/enums.js';
import { type FiledKey, newKey, readKeyFile, writeKeyFile } from './key-file.js';
import { reseal } from './reseal.js';
import { UsageError } from './usage.js';

/** Any number, as long as every rotation takes the same. */
const ROTATING = 4_866_003;
const DAY_MS = 86_400_000;
/** A refresh token is good for the longest idle life of a session; the day is for clocks, and servers that heard late. */
const KEPT_MS = Math.max(...Object.values(Role).map((role) => lifeOf(role).idle)) + DAY_MS;

/** The keys in the file, a line each: which, what it does, since when. Nothing of them is secret. */
export function listKeys(file: string | undefined): string[] {
  return readKeyFile(fileOf(file)).map((key, index) => {
    const state = index === 0 ? 'signs' : key.stoppedAt ? `verifies, signed until ${key.stoppedAt}` : 'verifies';
    return [key.kid, state, key.createdAt && `made ${key.createdAt}`].filter(Boolean).join('  ');
  });
}

/**
 * Has a new key sign, and takes away those that stopped signing so long ago that nothing hangs on them any more. The new one is
 * first added behind the others: when it begins to sign, every server has had the time to learn of it, so no request fails.
 * One that was interrupted is taken up again by the next.
 */
export async function rotateKeys(
  { signingKeysFile, databaseUrl }: { signingKeysFile?: string; databaseUrl: string },
  untilRead: () => Promise<void>,
  tell: (line: string) => void,
): Promise<void> {
  const file = fileOf(signingKeysFile);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [ROTATING]);
    if (!rows[0]!.ours) throw new UsageError('Another rotation is under way.');
    const kid = add(file);
    tell(`Added     ${kid}; it signs when every server has had the time to read it.`);
    await untilRead();
    promote(file, kid);
    tell(`Promoted  ${kid}`);
    for (const old of readKeyFile(file).filter(isOver)) {
      const count = await reseal(database, readKeyFile(file), old.kid);
      writeKeyFile(
        file,
        readKeyFile(file).filter((key) => key.kid !== old.kid),
      );
      tell(`Retired   ${old.kid}${count ? `; ${count} secrets were sealed anew` : ''}`);
    }
  } finally {
    await database.end();
  }
}

function add(file: string): string {
  const keys = readKeyFile(file);
  const waiting = keys.slice(1).find((key) => key.createdAt && !key.stoppedAt);
  if (waiting) return waiting.kid;
  const counting = countingKey(keys[0]!).export().toString('base64url');
  const added = { ...newKey(), counting };
  writeKeyFile(file, [...keys, added]);
  return added.kid;
}

function promote(file: string, kid: string): void {
  const keys = readKeyFile(file);
  const promoted = keys.find((key) => key.kid === kid);
  if (!promoted || promoted === keys[0]) throw new Error('The file was changed meanwhile: nothing was promoted.');
  const stoppedAt = new Date().toISOString();
  const [signed, ...others] = keys.filter((key) => key !== promoted);
  // Of one that was put there by hand nobody knows when it stopped: it is counted from now on.
  writeKeyFile(file, [promoted, { ...signed!, stoppedAt }, ...others.map((key) => ({ stoppedAt, ...key }))]);
}

const isOver = ({ stoppedAt }: FiledKey, index: number) =>
  index > 0 && stoppedAt !== undefined && Date.parse(stoppedAt) < Date.now() - KEPT_MS;

function fileOf(file: string | undefined): string {
  if (file) return file;
  throw new UsageError(
    'JWT_PRIVATE_KEYS holds the keys themselves, and a program can’t change that: put them into a file, and name it there.',
  );
}
