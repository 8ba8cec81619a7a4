import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface SourceFile {
  /** From the root of the repository. */
  path: string;
  text: string;
  lines: number;
  /** What it imports: paths from the root for our own files, names for packages. */
  imports: string[];
}

/** Every TypeScript file under a folder that someone wrote. */
export function sources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('generated'))
    .map((entry) => {
      const path = relative('.', join(entry.parentPath, entry.name));
      const text = readFileSync(path, 'utf8');
      return { path, text, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
    });
}

function importsOf(path: string, text: string): string[] {
  const named = [
    ...text.matchAll(/^(?:import|export)\b[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gms),
  ];
  return named
    .map(([, from, bare, dynamic]) => (from ?? bare ?? dynamic)!)
    .map((name) => (name.startsWith('.') ? join(dirname(path), name).replace(/\.js$/, '.ts') : name));
}
