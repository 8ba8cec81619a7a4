import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, getFileInfo, resolveConfig } from 'prettier';
import { projectRoot } from '../migration-files.js';
import { edits } from './edits.js';
import { filled, type Names } from './names.js';

/** The texts of files to be written, by their paths from the root of the project. */
export interface Plan {
  created: Map<string, string>;
  changed: Map<string, string>;
}

const templates = join(projectRoot, 'apps/cli/src/generate/templates');

/**
 * All that will be written, before any of it is.
 *
 * @throws everything that stands in the way: a file that is there already, or one in which the place for the new lines is gone
 */
export async function planOf(kind: keyof typeof edits, names: Names): Promise<Plan> {
  const faults: string[] = [];
  const created = new Map<string, string>();
  const migration = `${nextMoment()}_${filled('__many_things__', names)}`;
  for (const [path, text] of readTemplates(kind))
    created.set(filled(path, names).replace('__migration__', migration), filled(text, names));
  for (const path of created.keys()) if (existsSync(path)) faults.push(`${path} is there already.`);

  const changed = new Map<string, string>();
  for (const { file, at, add } of edits[kind]) {
    const text = changed.get(file) ?? readFileSync(file, 'utf8');
    const match = at.exec(text);
    const line = filled(add, names);
    if (!match) faults.push(`${file} no longer has the place for "${line.trim()}".`);
    else if (text.includes(line)) faults.push(`${file} has "${line.trim()}" already.`);
    else changed.set(file, text.slice(0, match.index) + match[0] + line + text.slice(match.index + match[0].length));
  }
  if (faults.length > 0) throw new Error(`Nothing was written:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);

  for (const files of [created, changed])
    for (const [path, text] of files) files.set(path, await formatted(path, text));
  return { created, changed };
}

function readTemplates(kind: string): [path: string, text: string][] {
  const folder = join(templates, kind);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [relative(folder, file), readFileSync(file, 'utf8')]);
}

/** Now, as the name of a migration begins; later than every migration that is there, whatever the clock says. */
function nextMoment(): string {
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const last = readdirSync('prisma/migrations')
    .map((name) => /^\d{14}(?=_)/.exec(name)?.[0] ?? '')
    .sort()
    .at(-1)!;
  return now > last ? now : String(Number(last) + 1);
}

/** As `npm run format` and `prisma format` would have it. */
async function formatted(path: string, text: string): Promise<string> {
  if (path.endsWith('.prisma')) return text.replace(/(?<=model School \{[^}]*\n\n)(?: {2}\w+ +\w+\[\]\n)+/, aligned);
  const { inferredParser } = await getFileInfo(path);
  return inferredParser ? format(text, { ...(await resolveConfig(path)), filepath: path }) : text;
}

function aligned(relations: string): string {
  const pairs = relations
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/));
  const width = Math.max(...pairs.map(([name]) => name!.length));
  return pairs.map(([name, type]) => `  ${name!.padEnd(width)} ${type}\n`).join('');
}
