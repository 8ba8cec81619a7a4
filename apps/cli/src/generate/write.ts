import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plan } from './plan.js';

/** Writes all of it. @throws if something can't be written, as on a full disk, after everything is as it was */
export function write({ created, changed }: Plan): void {
  const undo: (() => void)[] = [];
  try {
    for (const [path, text] of changed) {
      const before = readFileSync(path);
      accessSync(path, constants.W_OK);
      undo.push(() => writeFileSync(path, before));
      writeFileSync(path, text);
    }
    for (const [path, text] of created) {
      const folder = mkdirSync(dirname(path), { recursive: true });
      undo.push(() => rmSync(folder ?? path, { recursive: true, force: true }));
      writeFileSync(path, text);
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw new Error(`Nothing was written: ${(error as Error).message}`, { cause: error });
  }
}
