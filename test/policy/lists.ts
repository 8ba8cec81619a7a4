import { ABSENT } from '../support/school.js';
import type { Case } from './cases.js';
import type { Oracle } from './oracle.js';
import { foreignKey, isInState, type Target } from './targets.js';
import type { Row, Tables } from './tables.js';

type Matches = (row: Row, value: string, all: Tables, mayRead: (subject: string, row: Row) => boolean) => boolean;

const holds =
  (columns: string[]): Matches =>
  (row, value) =>
    columns.some((column) => ((row[column] as string | null) ?? '').toLowerCase().includes(value.toLowerCase()));
const names = holds(['givenName', 'familyName', 'preferredName']);

/** Filters that are not the equality with a column of their name. */
const filters: Record<string, Matches> = {
  'Student q': names,
  'Teacher q': names,
  'Class q': holds(['name']),
  'School q': holds(['name']),
  'Article q': holds(['title']),
  'Teacher subject': ({ subjects }, value) => (subjects as string[]).includes(value),
  'Student classId': (row, classId, all, mayRead) =>
    all.Class.some(({ id, archivedAt }) => id === classId && archivedAt === null) &&
    all.Enrollment.some(
      (one) => isCurrent(one, all) && one.studentId === row.id && one.classId === classId && mayRead('Enrollment', one),
    ),
  'Class studentId': (row, studentId, all, mayRead) =>
    all.Enrollment.some(
      (one) =>
        isCurrent(one, all) && one.classId === row.id && one.studentId === studentId && mayRead('Enrollment', one),
    ),
  'Class teacherId': (row, teacherId, all) =>
    all.Teacher.some(({ id, archivedAt }) => id === teacherId && archivedAt === null) &&
    all.ClassTeacher.some((one) => one.classId === row.id && one.teacherId === teacherId),
};

const isCurrent = (one: Row, all: Tables) => isInState('Enrollment', one, all);

/** The list as it is, in each order, with each filter for each value that some row has, in both schools; and the archived. */
export function listsOf(one: Omit<Case, 'expected'>, { parent }: Target, oracle: Oracle, all: Tables): Case[] {
  const { operation, asker, path } = one;
  const subject = operation.permission!.subject;
  const mayRead = (of: string, row: Row) => oracle.may(asker, 'read', of, row);
  const answer = (query: string, expected: Case['expected']): Case => ({ ...one, path: `${path}?${query}`, expected });
  if (parent) {
    const isThere = parent.row && isInState(parent.subject, parent.row, all) && mayRead(parent.subject, parent.row);
    if (!isThere) return [answer('limit=3', { status: [404] })];
    if (subject === 'ArticleShare' && !oracle.may(asker, 'share', 'Article', parent.row!))
      return [answer('limit=3', { status: [403] })];
  }
  const key = parent && foreignKey(parent.subject);
  const under = all[subject as keyof Tables].filter(
    (row) => (!key || row[key] === parent.row!.id) && mayRead(subject, row),
  );
  const shown = under.filter((row) => isInState(subject, row, all));
  const listing = (rows: Row[]): Case['expected'] => ({
    status: [200],
    listed: new Map(rows.map((row) => [row.id, oracle.fields(asker, 'read', subject, row, operation.properties)])),
  });
  const denied: Case['expected'] = { status: [403] };
  const bringBack = subject === 'Enrollment' ? 'delete' : 'restore';

  return operation.query.flatMap(({ name, values }): Case[] => {
    // Three to a page, so that there are others to follow to.
    if (name === 'limit') return [answer('limit=3&include=total', listing(shown))];
    if (name === 'cursor' || name === 'include') return [];
    if (name === 'sort') {
      return values!.map((sort) => {
        const may = oracle.maySort(asker, subject, sort.replace(/^-/, ''));
        return answer(`limit=100&include=total&sort=${sort}`, may ? listing(shown) : denied);
      });
    }
    if (name === 'exclude') {
      return values!.map((field) => {
        const { status, listed } = listing(shown);
        const without = [...listed!].map(([id, fields]) => [id, fields.filter((each) => each !== field)] as const);
        return answer(`limit=100&include=total&exclude=${field}`, { status, listed: new Map(without) });
      });
    }
    if (name === 'archived') {
      const may = oracle.rules(asker, bringBack, subject).length > 0;
      const gone = under.filter((row) =>
        subject === 'Enrollment' ? row.endedOn !== null : !isInState(subject, row, all),
      );
      return [answer('limit=3&include=total&archived=true', may ? listing(gone) : denied)];
    }
    const filter = filters[`${subject} ${name}`];
    const may = filter !== undefined || oracle.maySort(asker, subject, name);
    const asked = name === 'q' ? wordsOf(shown, all[subject as keyof Tables]) : valuesOf(subject, name, all, values);
    return asked.map((value) => {
      const matching = shown.filter((row) => (filter ? filter(row, value, all, mayRead) : String(row[name]) === value));
      return answer(`limit=100&include=total&${name}=${encodeURIComponent(value)}`, may ? listing(matching) : denied);
    });
  });
}

/** What could be searched for: every name in both schools, and of each other column what it has in a row that would be found by it. */
function wordsOf(shown: Row[], rows: Row[]): string[] {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => !/Id$|^id$/.test(column));
  const hidden = columns.map((column) => shown.map((row) => row[column]).find((value) => typeof value === 'string'));
  const called = rows.map((row) => row.givenName ?? row.name ?? row.title);
  return [...new Set([...called, ...hidden].filter((value) => typeof value === 'string'))];
}

/** Every value that the filter could be asked for. */
function valuesOf(subject: string, name: string, all: Tables, known: string[] | undefined): string[] {
  const rows = all[subject as keyof Tables];
  const of = (values: unknown[]) => [
    ...new Set(values.filter((value) => value !== null && value !== undefined).map(String)),
  ];
  if (known) return known;
  if (name === 'subject') return of(rows.flatMap(({ subjects }) => subjects));
  if (name.endsWith('Id') && filters[`${subject} ${name}`]) {
    const referred = `${name[0]!.toUpperCase()}${name.slice(1, -2)}` as keyof Tables;
    return [...all[referred].map(({ id }) => id), ABSENT];
  }
  return of(rows.map((row) => row[name]));
}
