import { tables } from './generated/tables.js';
import type { Relation, Table } from './table.js';

/** A row's table under the name that it has in a statement. */
export interface From {
  table: Table;
  alias: string;
}

/** A statement in the making: its values, and the names of the tables in it. */
export class Sql {
  readonly values: unknown[] = [];
  private aliases = 0;

  /** A value's place in the text. Nothing that a client sent ever becomes text itself. */
  bind(value: unknown): string {
    return `$${this.values.push(encoded(value))}`;
  }

  /** The table that the statement is about goes by its own name; others get one, as they can occur twice. */
  from(table: string): From {
    const alias = this.aliases === 0 ? `"${table}"` : `t${this.aliases}`;
    this.aliases += 1;
    return { table: tableOf(table), alias };
  }
}

/** A date goes as the instant that it is; the driver would write it in the time zone of this machine. */
function encoded(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(encoded) : value;
}

export function tableOf(name: string): Table {
  const table = tables[name];
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}

/** @throws on a name that the schema doesn't have: no other is ever written into a statement. */
export function column({ table, alias }: From, name: string): string {
  if (!Object.hasOwn(table.columns, name)) throw new Error(`${table.name} has no column ${name}.`);
  return `${alias}."${name}"`;
}

/** The rows of the other table that belong to this row. */
export function joined(from: From, { on }: Relation, to: From): string {
  return on.map(([own, theirs]) => `${column(to, theirs)} = ${column(from, own)}`).join(' AND ');
}
