import { type From, Sql } from './sql.js';

export type Words = Record<string, unknown>;

/** What goes to PostgreSQL: the values apart from the text. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** @throws on words that nobody here knows: one that is passed over could be the one that matters */
export function statement(table: string, unknown: object, write: (sql: Sql, from: From) => string): Statement {
  for (const word in unknown) throw new Error(`There is no ${word} here.`);
  const sql = new Sql();
  const text = write(sql, sql.from(table));
  return { text, values: sql.values };
}
