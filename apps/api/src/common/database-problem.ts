import { conflict, type InputError, invalidInput, notFound, Problem, unknownReference } from './problem.js';

/** Prisma's of a statement in a transaction, or the driver's own: its `code` is the SQLSTATE then. */
interface DriverError {
  code?: string;
  message?: string;
  constraint?: string;
  meta?: {
    driverAdapterError?: {
      cause?: { kind?: string; originalCode?: string; originalMessage?: string; constraint?: { index?: string } };
    };
  };
}

/** What the database refused, in the contract's words; undefined for what it should never have been asked. */
export function databaseProblem(error: unknown): Problem | undefined {
  const { code = '', message = '', meta, constraint } = (error ?? {}) as DriverError;
  const cause = meta?.driverAdapterError?.cause;
  const sqlState = cause?.originalCode ?? code;
  const name =
    constraint ?? cause?.constraint?.index ?? /constraint "(\w+)"/.exec(cause?.originalMessage ?? '')?.[1] ?? '';
  if (code === 'P2025') return notFound();
  if (code === 'P2002' || sqlState === '23505') return taken(name);
  if (code === 'P2003' || sqlState === '23503') return unknownReference(columnsOf(name).at(-1) ?? '');
  if (sqlState === '23514') return checks[name]?.() ?? new Problem('invalid-input');
  if (invalidValue.test(sqlState)) return new Problem('invalid-input');
  if (unreachable.has(code) || unreachableState.test(sqlState) || unreachableMessage.test(message))
    return new Problem('unavailable');
  return undefined;
}

/** The rules of several columns that the database alone can hold against every writer (migrations). */
const checks: Record<string, () => Problem> = {
  Term_ends_after_start: () => invalidInput([{ pointer: '/endsOn', code: 'order', message: 'must be after startsOn' }]),
  Article_class_is_audience: () =>
    invalidInput([
      { pointer: '/classId', code: 'audience', message: 'A class is given if and only if it is the audience.' },
    ]),
  Membership_last_admin: () => conflict('A school keeps at least one active admin.'),
  Membership_active_has_user: () => conflict('An invitation becomes active when it is accepted.'),
};

function taken(constraint: string): Problem {
  const errors = columnsOf(constraint).map((column): InputError => ({
    pointer: `/${column}`,
    code: 'taken',
    message: 'This value is taken.',
  }));
  return conflict('A unique value is taken.', errors.length > 0 ? errors : undefined);
}

/** The columns that a client knows, from a constraint's name: `Student_schoolId_studentNumber_key` → studentNumber. */
function columnsOf(constraint: string): string[] {
  const named = { Enrollment_current_key: ['studentId'], Guardianship_current_key: ['membershipId'] }[constraint];
  return (
    named ??
    constraint
      .split('_')
      .slice(1, -1)
      .filter((column) => !['schoolId', 'userId', 'articleId'].includes(column))
  );
}

/** SQLSTATE class 22: a value that the column can't hold. The DTOs let none through; if one does, it is still the input's fault. */
const invalidValue = /^22/;
/** The database can't be reached, is out of connections, shuts down, or gave up on a deadlock: nothing was written. */
const unreachable = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);
const unreachableState = /^(08|40|53|57|55000)/;
const unreachableMessage =
  /Connection terminated|timeout expired|is not queryable|Query read timeout|timeout exceeded when trying to connect|ECONNREFUSED|Server has closed the connection|not reachable/;
