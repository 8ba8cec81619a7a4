import type { Action, Caller, Subject } from './ability.js';
import { rows } from './rows.js';
import { anyTable, type DataOf, type TableOf } from './table.js';

/**
 * Holds the rows in the state they have to be in, until the transaction ends: nobody archives them between this and what is
 * written to hang on them. One statement decides and locks: an update of nothing, as Prisma has no `SELECT … FOR UPDATE`.
 *
 * Whoever holds rows of several tables takes them in this order, or two could wait for each other: Term, Teacher, Class,
 * Student, Membership.
 *
 * @returns whether all of them are there, in that state, and the caller may do this to them
 */
export async function holdRows<S extends Subject>(
  table: TableOf<S>,
  caller: Caller,
  action: Action,
  subject: S,
  ids: string[],
  state: DataOf<S>,
): Promise<boolean> {
  if (ids.length === 0) return true;
  const where = { AND: [rows(caller, action, subject), { id: { in: ids }, ...state }] };
  return (await anyTable<S>(table).updateMany({ where, data: state })).count === ids.length;
}
