import { column, type From, joined, type Sql, tableOf } from './sql.js';
import type { Table } from './table.js';
import { condition } from './where.js';

export type Select = Record<string, unknown>;
type Row = Record<string, unknown>;
interface Inner {
  select: Select;
  where?: Record<string, unknown>;
  orderBy?: Record<string, string>;
}

/** The columns of a Prisma `select`, all of them without one; what is related comes along as JSON. */
export function selection(sql: Sql, from: From, select: Select | undefined): string {
  if (!select || relationsOf(select).length > 0) return written(sql, from, select);
  let text = plain.get(select);
  if (text === undefined) plain.set(select, (text = written(sql, from, select)));
  return text;
}

/** A view's own columns are always the same, whatever is asked for: they are written once. */
const plain = new WeakMap<Select, string>();

const written = (sql: Sql, from: From, select: Select | undefined) =>
  partsOf(sql, from, select)
    .map(([name, value]) => `${value} AS "${name}"`)
    .join(', ');

const relations = new WeakMap<Select, [name: string, inner: Inner][]>();

function relationsOf(select: Select): [name: string, inner: Inner][] {
  let found = relations.get(select);
  if (!found) {
    found = Object.entries(select).filter((entry): entry is [string, Inner] => typeof entry[1] === 'object');
    relations.set(select, found);
  }
  return found;
}

function partsOf(sql: Sql, from: From, select: Select | undefined): [name: string, value: string][] {
  if (!select) return Object.keys(from.table.columns).map((name) => [name, column(from, name)]);
  return Object.entries(select).flatMap(([name, what]) => {
    if (!what) return [];
    return [[name, what === true ? column(from, name) : related(sql, from, name, what as Inner)]];
  });
}

function related(sql: Sql, from: From, name: string, { select, where = {}, orderBy, ...unknown }: Inner): string {
  for (const word in unknown) throw new Error(`There is no ${word} in a relation here.`);
  const relation = from.table.relations[name];
  if (!relation) throw new Error(`${from.table.name} has no relation ${name}.`);
  const to = sql.from(relation.table);
  const parts = partsOf(sql, to, select).map(([key, value]) => `'${key}', ${value}`);
  const row = `json_build_object(${parts.join(', ')})`;
  const rows = `FROM "${relation.table}" ${to.alias} WHERE ${joined(from, relation, to)} AND ${condition(sql, to, where)}`;
  if (!relation.many) return `(SELECT ${row} ${rows})`;
  const keys = Object.entries(orderBy ?? {}).map(([key, direction]) => `${column(to, key)} ${directionOf(direction)}`);
  const order = keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
  return `(SELECT coalesce(json_agg(${row}${order}), '[]') ${rows})`;
}

export function directionOf(direction: string): string {
  if (direction !== 'asc' && direction !== 'desc') throw new Error(`There is no direction ${direction}.`);
  return direction.toUpperCase();
}

/** Makes dates and bytes again of what JSON has as text, as Prisma does. */
export function revive(table: Table, select: Select, row: Row): void {
  for (const [name, inner] of relationsOf(select)) {
    const of = tableOf(table.relations[name]!.table);
    for (const each of [row[name]].flat() as (Row | null)[]) if (each) reviveRow(of, inner.select, each);
  }
}

function reviveRow(table: Table, select: Select, row: Row): void {
  for (const name of Object.keys(select)) {
    const value = row[name];
    if (typeof value !== 'string') continue;
    if (table.columns[name] === 'DateTime') row[name] = new Date(value);
    // PostgreSQL writes bytes as \x and hexadecimal digits.
    if (table.columns[name] === 'Bytes') row[name] = Buffer.from(value.slice(2), 'hex');
  }
  revive(table, select, row);
}
