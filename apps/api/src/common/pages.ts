import { Injectable } from '@nestjs/common';
import type { Caller, Subject, Where } from '../access/ability.js';
import { requireReadable } from '../access/readable-fields.js';
import { rows } from '../access/rows.js';
import { anyTable, type TableOf } from '../access/table.js';
import { Cursors, type Position } from './cursors.js';
import { after, orderBy, type Sort } from './keyset.js';
import { Page } from './page.js';
import type { ArchivePageQuery, PageQuery } from './page.dto.js';
import type { ViewOf } from './view.js';

type Query = PageQuery & Pick<ArchivePageQuery, 'archived'> & { sort?: string };

interface Listing<S extends Subject, Row, View extends object> {
  view: ViewOf<S, Row, View, object>;
  query: Query;
  /** The sort when none is asked for. */
  sort: string;
  /** Sort keys whose column can be null. */
  nullable?: string[];
  /** The fields that a filter speaks of, if not the one of its own name; none, if it is about other rows, and asks `rows()` for them. */
  filters?: Record<string, string[]>;
  /** The list's filters, and what a nested list hangs on. */
  where: Where<S>[];
  /** What tells this list from another of the same kind: the id of what it is nested in. */
  of?: string;
}

/** Lists by keyset: what a page costs doesn't grow with how deep it is, and pages joined together are exactly the set. */
@Injectable()
export class Pages {
  constructor(private readonly cursors: Cursors) {}

  /** One page of the rows that match and that the caller may read. 400 for a foreign cursor, 403 for a hidden sort key or filter. */
  async find<S extends Subject, Row, View extends object>(
    caller: Caller,
    table: TableOf<S>,
    listing: Listing<S, Row, View>,
  ): Promise<Page<View>> {
    const { view, query, nullable = [], of } = listing;
    requireReadableFilters(caller, listing);
    const { limit = 10, cursor, include, ...filters } = query;
    const asked = query.sort ?? listing.sort;
    const column = asked.replace(/^-/, '');
    requireReadable(caller, view.subject, column, 'sort');
    const sort: Sort = { column, descending: asked.startsWith('-'), nullable: nullable.includes(column) };

    const origin = JSON.stringify([
      view.subject,
      of,
      caller.key?.id ?? caller.membershipId,
      asked,
      Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    const position = cursor === undefined ? undefined : this.cursors.read(cursor, origin);
    const every = [rows(caller, 'read', view.subject), ...listing.where];
    const shown = view.select(caller) as Record<string, unknown>;
    const select = column in shown ? shown : { ...shown, [column]: true };
    const read = async (): Promise<object[]> => {
      const found: object[] = [];
      for (const range of position ? after(sort, position) : [{}]) {
        const take = limit + 1 - found.length;
        if (take === 0) break;
        const where = { AND: [...every, range] };
        found.push(...(await anyTable<S>(table).findMany({ where, orderBy: orderBy(sort), take, select })));
      }
      return found;
    };
    const [found, total] = await Promise.all([
      read(),
      include ? anyTable<S>(table).count({ where: { AND: every } }) : undefined,
    ]);

    const last = found.length > limit ? found[limit - 1] : undefined;
    const info = {
      limit,
      nextCursor: last ? this.cursors.write(positionOf(last, column), origin) : null,
      ...(include && { total }),
    };
    const data = found.slice(0, limit).map((row) => view.show(caller, row as Row));
    return new Page(data, info, view.stringify);
  }
}

function requireReadableFilters<S extends Subject, Row, View extends object>(
  caller: Caller,
  { view, query, filters = {} }: Listing<S, Row, View>,
): void {
  const { limit: _limit, cursor: _cursor, include: _include, sort: _sort, archived: _archived, ...given } = query;
  for (const [parameter, value] of Object.entries(given)) {
    if (value === undefined) continue;
    for (const field of filters[parameter] ?? [parameter]) requireReadable(caller, view.subject, field, parameter);
  }
}

/** The live rows, or with `archived=true` the archived ones, which only those see who may restore them. */
export function archived(
  caller: Caller,
  subject: Subject,
  query: ArchivePageQuery,
): { archivedAt: null | { not: null } } {
  if (!query.archived) return { archivedAt: null };
  rows(caller, 'restore', subject);
  return { archivedAt: { not: null } };
}

/** Each word of `q` occurs in one of the columns, in any case. `%`, `_` and `\` are letters like others. */
export function matching(q: string | undefined, ...columns: string[]): object[] {
  const words = q?.split(/\s+/).filter(Boolean) ?? [];
  return words.map((word) => ({
    OR: columns.map((column) => ({ [column]: { contains: word.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } })),
  }));
}

function positionOf(row: object, column: string): Position {
  const { id, [column]: key } = row as { id: string; [key: string]: unknown };
  return { id, key: key instanceof Date ? key.toISOString() : (key as Position['key']) };
}
