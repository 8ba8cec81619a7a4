import { readFileSync } from 'node:fs';

/*
 * docs/policy.md as the tests read it: the reviewed page, not the code that wrote it. What the API does is held to this.
 */

export interface AgreedRule {
  role: string;
  actions: string[];
  subject: string;
  /** All of them have to hold. */
  conditions: string[];
  /** undefined: every field. */
  fields?: string[];
}

export interface AgreedOperation {
  method: string;
  template: string;
  /** undefined: open to everyone. */
  permission?: { action: string; subject: string };
}

/** A field of a resource, and what each role may do with it. */
export interface AgreedField {
  subject: string;
  name: string;
  may: Record<string, string[]>;
}

export interface Contract {
  rules: AgreedRule[];
  fields: AgreedField[];
  operations: AgreedOperation[];
}

export function readContract(): Contract {
  const sections = readFileSync('docs/policy.md', 'utf8').split(/^##+ /m).slice(1);
  const tables = sections.map((text) => ({ title: text.slice(0, text.indexOf('\n')), rows: firstTable(text) }));
  const rules = tables
    .filter(({ rows }) => rows[0]?.join() === 'role,may,which,fields')
    .flatMap(({ title, rows }) => rows.slice(1).map((cells) => ruleOf(title, cells)));
  const operations = tables
    .filter(({ rows }) => rows[0]?.slice(0, 2).join() === 'operation,needs')
    .flatMap(({ rows }) => rows.slice(1).map(operationOf));
  const fields = tables
    .filter(({ title }) => title.startsWith('Fields of '))
    .flatMap(({ title, rows: [head, ...rows] }) => rows.map((cells) => fieldOf(title.slice(10), head!, cells)));
  return { rules, fields, operations };
}

function fieldOf(subject: string, [, , ...roles]: string[], [name, , ...cells]: string[]): AgreedField {
  const may = roles.map((role, at) => [role, cells[at]!.split(', ').filter((verb) => verb !== '–')]);
  return { subject, name: name!.replaceAll('`', ''), may: Object.fromEntries(may) };
}

function ruleOf(subject: string, [role, may, which, fields]: string[]): AgreedRule {
  return {
    role: role!,
    actions: may!.split(', '),
    subject,
    conditions: /^any\b/.test(which!) ? [] : which!.split('; '),
    ...(fields !== 'all' && { fields: [...fields!.matchAll(/`(\w+)`/g)].map(([, name]) => name!) }),
  };
}

function operationOf([operation, needs]: string[]): AgreedOperation {
  const [, method, template] = /`(\w+) (\S+)`/.exec(operation!)!;
  const [, action, subject] = /^(\w+) (\w+)$/.exec(needs!) ?? [];
  return { method: method!, template: template!, ...(action && { permission: { action, subject: subject! } }) };
}

/** The rows of a section's first table, its head included. */
function firstTable(text: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  if (start < 0) return [];
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  return lines
    .slice(start, end < 0 ? undefined : end)
    .filter((_, at) => at !== 1)
    .map(cells);
}
