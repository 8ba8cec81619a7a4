import {
  type Stats,
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createKey, parseKeys, type SigningKey, thumbprint } from '../../api/src/config/signing-keys.js';
import { UsageError } from './usage.js';

/** A key as its file has it. */
export interface FiledKey extends SigningKey {
  createdAt?: string;
  /** When it stopped signing. One that is neither first nor has this is on its way to sign. */
  stoppedAt?: string;
}

const textOf = (keys: object[]) => `${JSON.stringify({ keys }, undefined, 2)}\n`;

/** A new key, that has a name of its own. */
export function newKey(): FiledKey {
  const jwk = createKey();
  return { ...jwk, kid: thumbprint(jwk), createdAt: new Date().toISOString() };
}

/** Makes a first key. @throws UsageError if the file is there */
export function createKeyFile(file: string): void {
  try {
    writeFileSync(file, textOf([newKey()]), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${file} is there already: homeroom keys rotate replaces its keys.`);
  }
}

/** @throws what is wrong with the file, without a word of it */
export function readKeyFile(file: string): FiledKey[] {
  const text = readFileSync(file, 'utf8');
  const kids = parseKeys(text).map(({ kid }) => kid);
  return (JSON.parse(text) as { keys: FiledKey[] }).keys.map((key, index) => ({ ...key, kid: kids[index]! }));
}

/**
 * Replaces the file in one step: whoever reads it reads the old or the new one, and after a loss of power as well. It keeps its owner
 * and its mode, without which the servers couldn't read it any more.
 */
export function writeKeyFile(path: string, keys: FiledKey[]): void {
  const file = realpathSync(path);
  const before = statSync(file);
  const next = `${file}.next`;
  const descriptor = openSync(next, 'w', 0o600);
  try {
    keepOwner(descriptor, before);
    fchmodSync(descriptor, before.mode & 0o777);
    writeFileSync(descriptor, textOf(keys));
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(next, file);
}

function keepOwner(descriptor: number, { uid, gid }: Stats): void {
  const made = fstatSync(descriptor);
  if (made.uid === uid && made.gid === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    throw new UsageError(
      `The file of the keys belongs to ${uid}:${gid}: rotate as that user, or as root. Nothing has changed.`,
    );
  }
}
