import { ABSENT } from '../support/school.js';
import type { Operation } from './operations.js';
import type { Row, Tables } from './tables.js';
import type { Asker } from './askers.js';

export interface Body {
  body: Record<string, unknown>;
  /** What the new row would hold, for the policy's conditions on it. */
  row: Record<string, unknown>;
  /** Whether it speaks only of what is there and what the asker may speak of. */
  sound: boolean;
  /** The property that names a row of nobody's, or of another school: both are answered alike. */
  unknown?: string;
}

const isLive = (row: Row) => row.archivedAt === null;

/** The bodies to try: the description's example, with every row that it could refer to, of both schools, archived and absent. */
export function bodiesOf(operation: Operation, asker: Asker, parents: Row[], all: Tables): Body[] {
  const { example } = operation.body!;
  const schoolId = asker.me?.schoolId;
  const isOurs = (row: Row) => row.schoolId === schoolId;
  const each = (rows: Row[], name: string, sound: (row: Row) => boolean, more: object = {}): Body[] =>
    [...rows, { id: ABSENT } as Row].map((row) => {
      const known = row.id !== ABSENT && isOurs(row) && sound(row);
      const body = { ...example, ...more, [name]: name.endsWith('s') ? [row.id] : row.id };
      return { body, row: { ...body, schoolId }, sound: known, ...(!isOurs(row) && { unknown: name }) };
    });
  const [parent] = parents;
  const some = (rows: Row[]) => rows.filter(({ id }) => id !== parent?.id);

  switch (operation.permission!.subject) {
    case 'Article':
      return [
        ...['school', 'staff'].map((audience) => {
          const body = { ...example, audience, classId: null };
          return { body, row: { ...body, schoolId, authorId: asker.me?.membershipId }, sound: true };
        }),
        ...each(all.Class, 'classId', isLive, { audience: 'class' }).map((one) => ({
          ...one,
          row: { ...one.row, authorId: asker.me?.membershipId },
        })),
      ];
    case 'Enrollment': {
      const isNew = (row: Row) =>
        !all.Enrollment.some((one) => one.studentId === row.id && one.classId === parent?.id && one.endedOn === null);
      return each(some(all.Student), 'studentId', (row) => isLive(row) && isNew(row));
    }
    case 'Guardianship': {
      const isNew = (row: Row) =>
        !all.Guardianship.some((one) => one.membershipId === row.id && one.studentId === parent?.id && isLive(one));
      return each(oneOfEach(all.Membership), 'membershipId', (row) => row.role === 'guardian' && isNew(row));
    }
    case 'ArticleShare': {
      const isNew = (row: Row) =>
        !all.ArticleShare.some((one) => one.membershipId === row.id && one.articleId === parent?.id);
      return each(oneOfEach(all.Membership), 'membershipId', (row) => isNew(row) && parent?.status === 'draft');
    }
    case 'Class':
      return [
        ...each(all.Term, 'termId', isLive, { teacherIds: [] }),
        ...each(all.Teacher, 'teacherIds', isLive, { termId: null }),
      ];
    case 'Membership': {
      const isFree = (name: string) => (row: Row) =>
        isLive(row) && !all.Membership.some((one) => one[name] === row.id && one.userId !== null);
      return [
        ...each(all.Student, 'studentId', isFree('studentId'), { role: 'student', teacherId: undefined }),
        ...each(all.Teacher, 'teacherId', isFree('teacherId'), { role: 'teacher', studentId: undefined }),
      ];
    }
    // What a provider has sent back is tried in test/v1/me-identities.test.ts; here there is none that could.
    case 'ExternalIdentity':
      return [{ body: example, row: { ...example, userId: asker.me?.userId }, sound: false }];
    case 'Factor':
      return [{ body: example, row: { ...example, userId: asker.me?.userId }, sound: true }];
    case 'ApiKey': {
      // A key has to end in the future, which no example can stay in.
      const soon = new Date(Date.now() + 86_400_000).toISOString();
      const { publicKey, ...unsigned } = example;
      const fitting = parent && parent.publicKey === null ? unsigned : { ...unsigned, publicKey };
      const body = 'expiresAt' in fitting ? { ...fitting, expiresAt: soon } : fitting;
      const name = parent?.name ?? body.name;
      return [
        { body, row: { ...body, name, schoolId }, sound: parent?.rotatedAt === undefined || parent.rotatedAt === null },
      ];
    }
    default:
      return [{ body: example, row: { ...example, schoolId }, sound: true }];
  }
}

/** The changes that make the row refer to another one: to each that there is, of both schools, and to one that isn't there. */
export function referencesOf({ permission, body }: Operation, asker: Asker, all: Tables): Body[] {
  const to = (rows: Row[], name: string, more: object = {}): Body[] =>
    [...rows, { id: ABSENT } as Row].map((row) => {
      const sent = { ...more, [name]: row.id };
      const isUnknown = row.schoolId !== asker.me?.schoolId;
      return { body: sent, row: sent, sound: true, ...(isUnknown && { unknown: name }) };
    });
  if (permission!.subject === 'Article')
    return [
      ...to(all.Class, 'classId', { audience: 'class' }),
      ...['school', 'staff']
        .map((audience) => ({ audience, classId: null }))
        .map((sent) => ({ body: sent, row: sent, sound: true })),
    ];
  return 'termId' in body!.properties ? to(all.Term, 'termId') : [];
}

/** A value that the row can take for the field. */
export function valueFor(
  field: string,
  row: Row | undefined,
  schema: { examples?: unknown[]; enum?: unknown[] },
): unknown {
  // These go only with each other, so they stay.
  const fixed = ['audience', 'classId', 'startsOn', 'endsOn', 'termId'];
  if (fixed.includes(field) && row?.[field] !== undefined) return row[field];
  return schema.examples?.[0] ?? schema.enum?.[0] ?? null;
}

/** One row of each kind that a reference to a member could be decided by. */
function oneOfEach(memberships: Row[]): Row[] {
  const kinds = new Map(memberships.map((row) => [[row.schoolId, row.role, row.status].join(), row]));
  return [...kinds.values()];
}
