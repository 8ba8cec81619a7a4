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
 * The rows after a position, as a WHERE. Prisma's own `cursor` loses rows where the sort key is null (prisma/orm#29254), and an
 * offset would cost more the deeper the page. An index is entered at the position, except at a value of a key that can be null:
 * "from here on, then the nulls" is no range of it, so the entries before the position are passed over.
 */
export function after({ column, descending, nullable }: Sort, { key, id }: Position): object {
  const beyond = descending ? 'lt' : 'gt';
  if (key === null) return { [column]: null, id: { [beyond]: id } };
  const later = [{ [column]: { [beyond]: key } }, { [column]: key, id: { [beyond]: id } }];
  // The first condition repeats what the others imply, in a form that an index can start from.
  return nullable
    ? { OR: [...later, { [column]: null }] }
    : { [column]: { [descending ? 'lte' : 'gte']: key }, OR: later };
}
