import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes what was generated; with --check it writes nothing, and fails if the file is not that. */
export function keepCurrent(file: string, text: string, command: string): void {
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not current: run \`${command}\` and commit it.`);
    process.exitCode = 1;
  }
}
