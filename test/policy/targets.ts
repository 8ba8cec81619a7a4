import { ABSENT } from '../support/school.js';
import type { Operation } from './operations.js';
import type { Row, Tables } from './tables.js';
import type { Asker } from './askers.js';

/** What a path names: the rows behind its parameters. */
export interface Target {
  path: string;
  rows: Row[];
  /** The one that the others hang on. */
  parent?: { row: Row | undefined; subject: string };
  row?: Row;
  /** Whether it is what the asker has of its own, without a parameter: all sessions, say. */
  ofAsker: boolean;
  /** Whether what hangs there does so: a teacher who is assigned to the class. */
  isThere: boolean;
}

type MayRead = (subject: string, row: Row) => boolean;

/** Every row that the path could name, in both schools, with one that isn't there, and rows under a parent that isn't theirs. */
export function targetsOf(operation: Operation, asker: Asker, all: Tables, mayRead: MayRead): Target[] {
  const { parameters, template, kind } = operation;
  const path = (ids: string[]) => ids.reduce((text, id) => text.replace(/\{\w+\}/, id), template);
  const [first, second] = parameters;
  if (!first)
    return [{ path: template, rows: [], row: ownRow(operation, asker, all), ofAsker: kind === 'other', isThere: true }];
  const rowsOf = (subject: string): (Row | undefined)[] => [...all[subject as keyof Tables], undefined];
  const idOf = (row: Row | undefined) => row?.id ?? ABSENT;
  const given = (...rows: (Row | undefined)[]) => rows.filter((row) => row !== undefined);

  if (!second) {
    return rowsOf(first.subject).map((row) => ({
      path: path([idOf(row)]),
      rows: given(row),
      ofAsker: false,
      ...(kind === 'item' || kind === 'other' ? { row } : { parent: { row, subject: first.subject } }),
      isThere: true,
    }));
  }
  return rowsOf(first.subject).flatMap((parent) =>
    rowsOf(second.subject)
      .filter((row) => isNear(parent, row, asker, first.subject, all, mayRead))
      .map((row) => {
        const pair = { path: path([idOf(parent), idOf(row)]), rows: given(parent, row), ofAsker: false };
        if (second.subject === 'Teacher')
          return { ...pair, row: parent, isThere: isThere(operation, parent, row, all) };
        const isOfParent = row !== undefined && row[foreignKey(first.subject)] === parent?.id;
        return {
          ...pair,
          parent: { row: parent, subject: first.subject },
          row: isOfParent ? row : undefined,
          isThere: true,
        };
      }),
  );
}

/** What a path without parameters is about, unless it is a collection. */
function ownRow({ kind, permission }: Operation, { me, sessionId }: Asker, all: Tables): Row | undefined {
  const own: Record<string, string | null | undefined> = { School: me?.schoolId, User: me?.userId, Session: sessionId };
  const { subject } = permission!;
  return kind === 'other' ? all[subject as keyof Tables].find(({ id }) => id === own[subject]) : undefined;
}

/**
 * Of the many pairs of a parent and what could hang on it: those that belong together, and of those that don't one each under a
 * parent that the asker may read, one that is archived, and another school's.
 */
function isNear(
  parent: Row | undefined,
  row: Row | undefined,
  { me }: Asker,
  subject: string,
  all: Tables,
  mayRead: MayRead,
): boolean {
  if (!parent || !row) return parent !== row;
  const isOurs = (one: Row) => one.schoolId === me?.schoolId;
  // Any teacher could be assigned to any class.
  if ('staffNumber' in row) return isOurs(parent) || isOurs(row);
  const others = all[subject as keyof Tables].filter(({ id }) => id !== row[foreignKey(subject)]);
  const wrong = [
    others.find((one) => isInState(subject, one, all) && mayRead(subject, one)),
    others.find((one) => isOurs(one) && !isInState(subject, one, all)),
    others.find((one) => !isOurs(one)),
  ];
  return row[foreignKey(subject)] === parent.id || wrong.includes(parent);
}

/** The column by which a row hangs on one of the subject. */
export const foreignKey = (subject: string) => `${subject[0]!.toLowerCase()}${subject.slice(1)}Id`;

function isThere({ method }: Operation, parent: Row | undefined, teacher: Row | undefined, all: Tables): boolean {
  if (!teacher || teacher.archivedAt !== null || teacher.schoolId !== parent?.schoolId) return false;
  if (method === 'PUT') return true;
  return all.ClassTeacher.some(({ classId, teacherId }) => classId === parent?.id && teacherId === teacher.id);
}

/** Whether the row is in every read: neither archived nor ended, and no enrollment of a student who is archived. */
export function isInState(subject: string, row: Row, all: Tables): boolean {
  if (subject === 'Session') return row.endedAt === null;
  if (subject === 'ApiKey') return row.revokedAt === null;
  if (subject !== 'Enrollment') return (row.archivedAt ?? null) === null;
  return row.endedOn === null && all.Student.some(({ id, archivedAt }) => id === row.studentId && archivedAt === null);
}
