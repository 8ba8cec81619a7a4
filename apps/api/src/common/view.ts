import type { Type } from '@nestjs/common';
import type { Caller, Subject } from '../access/ability.js';
import { perCaller } from '../access/per-caller.js';
import { fetchedFields, readableFields } from '../access/readable-fields.js';
import { Versioned } from './etag.js';
import { serializerOf } from './serializer.js';

/** What every resource has. */
export interface ResourceRow {
  id: string;
  version: number;
}

interface Definition<Row, View, Select> {
  /** What a row is shown as. */
  view: Type<View>;
  /** The columns and relations to fetch: an explicit list, so that a new column stays private until someone lists it. */
  select: Select;
  /** The relation that a property is made from, where it isn't a column of its own name. */
  from?: Partial<Record<keyof View & string, string>>;
  show(row: Row, caller: Caller): View;
}

/**
 * How a table's rows are shown: which columns are fetched for a caller, and which properties of a row it sees.
 * A property that the caller may not read is not even fetched, unless another rule lets it read the property of other rows.
 */
export class ViewOf<S extends Subject, Row, View extends object, Select extends object> {
  constructor(
    readonly subject: S,
    private readonly definition: Definition<Row, View, Select>,
  ) {}

  private serializer?: (view: View) => string;

  /** A view as JSON. */
  stringify = (view: View): string => {
    this.serializer ??= serializerOf(this.definition.view);
    return this.serializer(view);
  };

  /** The columns to fetch for this caller. */
  select = perCaller((caller): Select => {
    const fields = fetchedFields(caller, this.subject);
    if (fields === 'all') return this.definition.select;
    const from: Record<string, string | undefined> = this.definition.from ?? {};
    const columns = new Set(['id', 'version', ...[...fields].map((field) => from[field] ?? field)]);
    return Object.fromEntries(
      Object.entries(this.definition.select).filter(([column]) => columns.has(column)),
    ) as Select;
  });

  /** The row as this caller may see it. */
  show(caller: Caller, row: Row): View {
    const view = this.definition.show(row, caller);
    const fields = readableFields(caller, this.subject, row as Record<string, unknown>);
    if (fields === 'all') return view;
    return Object.fromEntries(Object.entries(view).filter(([field]) => fields.has(field))) as View;
  }

  /** The row with its ETag; `collection` is where it is found, if that isn't where it was posted to. */
  versioned(caller: Caller, row: Row, collection?: string): Versioned<View> {
    return new Versioned((row as ResourceRow).version, this.show(caller, row), {
      stringify: this.stringify,
      collection,
    });
  }
}

/** A calendar date as the API writes it. (toISOString() takes six times as long, and a page has ten of them.) */
export const day = (date: Date | null | undefined): string | null =>
  date
    ? `${digits(4, date.getUTCFullYear())}-${digits(2, date.getUTCMonth() + 1)}-${digits(2, date.getUTCDate())}`
    : null;

const digits = (count: number, value: number) => String(value).padStart(count, '0');
