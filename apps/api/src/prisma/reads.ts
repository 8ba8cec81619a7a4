import { directionOf, type Select, selection } from './selection.js';
import { column, type From } from './sql.js';
import { type Statement, statement, type Words } from './statement.js';
import { condition } from './where.js';

type Order = Record<string, string | { sort: string; nulls?: string }>;

export interface Find {
  where?: Words;
  select?: Select;
  orderBy?: Order | Order[];
  take?: number;
}

/** Rows, by one statement: a condition on another table is a part of its WHERE, and what is related is a part of each row. */
export function find(table: string, args: Find): Statement {
  const { where = {}, select, orderBy, take, ...unknown } = args;
  return statement(table, unknown, (sql, from) => {
    const order = [orderBy ?? []].flat().flatMap((each) => Object.entries(each).map(ordering(from)));
    return [
      `SELECT ${selection(sql, from, select)} FROM ${from.alias} WHERE ${condition(sql, from, where)}`,
      ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
      ...(take === undefined ? [] : [`LIMIT ${sql.bind(take)}`]),
    ].join(' ');
  });
}

export function count(table: string, { where = {}, ...unknown }: Pick<Find, 'where'>): Statement {
  return statement(
    table,
    unknown,
    (sql, from) => `SELECT count(*)::int AS count FROM ${from.alias} WHERE ${condition(sql, from, where)}`,
  );
}

const ordering =
  (from: From) =>
  ([name, how]: [string, Order[string]]): string => {
    const { sort, nulls, ...unknown } = typeof how === 'string' ? { sort: how } : how;
    for (const word in unknown) throw new Error(`There is no ${word} in an order here.`);
    if (nulls !== undefined && nulls !== 'last') throw new Error(`Nulls can't come ${nulls} here.`);
    return `${column(from, name)} ${directionOf(sort)}${nulls ? ' NULLS LAST' : ''}`;
  };
