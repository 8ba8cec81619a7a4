import { AS_A_ROW } from '../prisma/where.js';
import type { Position } from './cursors.js';

/**
 * A sort: the column, its direction, and whether it can be null. Nulls come last, either way, so a column that can be null has
 * an index for each direction: read backwards, one with nulls last has them first.
 */
export interface Sort {
  column: string;
  descending: boolean;
  nullable: boolean;
}

export function orderBy({ column, descending, nullable }: Sort): object[] {
  const direction = descending ? 'desc' : 'asc';
  return [{ [column]: nullable ? { sort: direction, nulls: 'last' } : direction }, { id: direction }];
}

/**
 * The rows after a position, as one WHERE after the other, each a range of the index: "from here on, then the nulls" would be none,
 * and PostgreSQL would read from the start. An offset would cost more the deeper the page.
 */
export function after({ column, descending, nullable }: Sort, { key, id }: Position): object[] {
  const beyond = descending ? 'before' : 'after';
  if (key === null) return [{ [column]: null, [AS_A_ROW]: { [beyond]: { id } } }];
  const later = { [AS_A_ROW]: { [beyond]: { [column]: key, id } } };
  return nullable ? [later, { [column]: null }] : [later];
}
