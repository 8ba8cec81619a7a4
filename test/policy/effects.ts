import type { Case } from './cases.js';
import { differences, keysOf, type Row, type Table, type Tables } from './tables.js';
import { written } from './values.js';

/** The columns that an action sets by itself, besides those that were sent. */
const ownColumns: Record<string, string[]> = {
  archive: ['archivedAt'],
  restore: ['archivedAt'],
  publish: ['status', 'publishedAt'],
  delete: ['endedOn', 'archivedAt', 'endedAt', 'revokedAt'],
  assign: ['teachersVersion'],
  'update Membership': ['epoch'],
  'update User': ['passwordHash'],
  'update Session': ['authenticatedAt'],
  'update School': ['staffFactorRequired'],
};
const always = ['version', 'updatedAt'];

type Touches = (row: Row, about: Row, all: Tables) => boolean;
const ofClass: Touches = ({ classId }, { id }) => classId === id;
const isTaughtBy: Touches = (row, teacher, all) =>
  all.ClassTeacher.some(({ classId, teacherId }) => classId === row.id && teacherId === teacher.id);

/** What else a success touches: these columns of those rows of another table, and the rows that come and go. */
const others: Record<string, { table: Table; columns?: string[]; touches: Touches }> = {
  'update Membership': { table: 'Session', columns: ['endedAt'], touches: (row, { id }) => row.membershipId === id },
  'update User': { table: 'Session', columns: ['endedAt'], touches: (row, { id }) => row.userId === id },
  // What was opened by it is over.
  'delete ExternalIdentity': {
    table: 'Session',
    columns: ['endedAt'],
    touches: (row, { userId }) => row.userId === userId,
  },
  'create School': {
    table: 'Membership',
    touches: ({ schoolId, role }, { id }) => schoolId === id && role === 'admin',
  },
  // A rotation ends the key that it replaces.
  'create ApiKey': {
    table: 'ApiKey',
    columns: [...always, 'rotatedAt', 'expiresAt'],
    touches: (row, { createdAt }) => row.rotatedAt !== null && row.createdAt !== createdAt,
  },
  'create Class': { table: 'ClassTeacher', touches: ofClass },
  'assign Class': { table: 'ClassTeacher', touches: ofClass },
  'archive Teacher': { table: 'Class', columns: [...always, 'teachersVersion'], touches: isTaughtBy },
  'restore Teacher': { table: 'Class', columns: [...always, 'teachersVersion'], touches: isTaughtBy },
};

interface Touch {
  table: Table;
  row: Row;
  /** For a row that stays: the columns that changed. */
  how: 'new' | 'gone' | string[];
}

/** What a success wrote that was not asked for, or didn't write that was. `created` is the id that the answer names. */
export function* strayEffects(one: Case, created: string, before: Tables, now: Partial<Tables>): Generator<string> {
  const { operation, body = {}, target } = one;
  // A challenge is given out, which is no row of anybody's.
  if (operation.template.endsWith('/options')) {
    for (const name of Object.keys(now)) yield `touches ${name}, which nobody asked for`;
    return;
  }
  const { action, subject } = operation.permission!;
  const table = subject as Table;
  const after = now[table] ?? before[table];
  const about = operation.kind === 'create' ? after.find(({ id }) => id === created) : target.row;
  // It had nothing of its own.
  if (target.ofAsker && !about && Object.keys(now).length === 0) return;
  if (!about) {
    yield `the new ${subject} is nowhere`;
    return;
  }

  const touched = (Object.keys(now) as Table[]).flatMap((name) => touches(name, before[name], now[name]!));
  for (const touch of touched)
    if (!isAsked(touch, one, about, before))
      yield `touches ${touch.table} ${touch.row.id} (${String(touch.how)}), which nobody asked for`;
  if (
    /^(create|archive|restore|delete)$/.test(action) &&
    !target.ofAsker &&
    !touched.some((touch) => touch.table === table)
  )
    yield `leaves ${subject} ${about.id} as it was`;
  const is = after.find(({ id }) => id === about.id);
  // What is confirmed by mail is not written before.
  const pending = operation.template === '/v1/me/email';
  // Stored as bytes; test/v1/api-keys.test.ts reads it.
  const sent = Object.entries(pending ? {} : body).filter(
    ([name, value]) => value !== undefined && name !== 'publicKey',
  );
  const kept = sent.filter(([name, value]) => is && name in is && written(is[name]) !== written(value));
  if (kept.length > 0) yield `does not write ${kept.map(([name]) => name).join()}`;
}

function isAsked({ table, row, how }: Touch, one: Case, about: Row, before: Tables): boolean {
  const { operation, asker, body = {}, target } = one;
  const { action, subject } = operation.permission!;
  const key = `${action} ${subject}`;
  if (table === subject && (row.id === about.id || (target.ofAsker && row.userId === asker.me!.userId))) {
    if (how === 'new')
      return (
        operation.kind === 'create' &&
        (row.userId === asker.me!.userId || (row.schoolId ?? null) === asker.me!.schoolId)
      );
    if (how === 'gone') return action === 'delete';
    const columns = new Set([...always, ...Object.keys(body), ...(ownColumns[action] ?? ownColumns[key] ?? [])]);
    return how.every((column) => columns.has(column));
  }
  const also = others[key];
  if (also?.table !== table || !also.touches(row, about, before)) return false;
  return Array.isArray(how) ? how.every((column) => also.columns?.includes(column)) : !also.columns;
}

function touches(table: Table, before: Row[], after: Row[]): Touch[] {
  const { was, now } = differences(table, before, after);
  const key = (row: Row) => JSON.stringify(keysOf(table).map((column) => row[column]));
  const of = (rows: Row[]) => new Map(rows.map((row) => [key(row), row]));
  const [old, current] = [of(was), of(now)];
  const changed = (row: Row, from: Row) =>
    Object.keys(row).filter((name) => written(row[name]) !== written(from[name]));
  return [
    ...now.map((row): Touch => {
      const from = old.get(key(row));
      return { table, row, how: from ? changed(row, from) : 'new' };
    }),
    ...was.filter((row) => !current.has(key(row))).map((row): Touch => ({ table, row, how: 'gone' })),
  ];
}
