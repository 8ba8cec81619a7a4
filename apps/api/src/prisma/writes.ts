import { type Select, selection } from './selection.js';
import { column, type From, type Sql } from './sql.js';
import { type Statement, statement, type Words } from './statement.js';
import { saying } from './where.js';

export interface Insert {
  data: Words;
  select?: Select;
}

export interface InsertMany {
  data: Words | Words[];
  skipDuplicates?: boolean;
}

export interface Update extends Insert {
  where: Words;
}

export interface Remove {
  where: Words;
}

export function insert(table: string, { data, select, ...unknown }: Insert): Statement {
  return statement(
    table,
    unknown,
    (sql, from) => `${insertion(sql, from, [data])} RETURNING ${selection(sql, from, select)}`,
  );
}

/** Rows of the same columns; with `skipDuplicates`, those that are not there yet. */
export function insertMany(table: string, { data, skipDuplicates, ...unknown }: InsertMany): Statement {
  return statement(table, unknown, (sql, from) => {
    const text = insertion(sql, from, [data].flat());
    return skipDuplicates ? `${text} ON CONFLICT DO NOTHING` : text;
  });
}

/** Unlike Prisma's, a change of every row is refused: it is more likely that somebody forgot a value. */
export function update(table: string, args: Update, returning?: 'returning'): Statement {
  const { where, data, select, ...unknown } = args;
  return statement(table, unknown, (sql, from) => {
    const set = given(data).map(([name, value]) => `${nameOf(from, name)} = ${sql.bind(value)}`);
    const text = `UPDATE ${from.alias} SET ${set.join(', ')} WHERE ${saying(sql, from, where)}`;
    return returning ? `${text} RETURNING ${selection(sql, from, select)}` : text;
  });
}

export function remove(table: string, { where, ...unknown }: Remove): Statement {
  return statement(table, unknown, (sql, from) => `DELETE FROM ${from.alias} WHERE ${saying(sql, from, where)}`);
}

function insertion(sql: Sql, from: From, rows: Words[]): string {
  const names = given(rows[0]!).map(([name]) => name);
  const columns = names.map((name) => nameOf(from, name));
  if (rows.some((row) => given(row).length !== names.length)) throw new Error('Rows of the same columns are expected.');
  const values = rows.map((row) => `(${names.map((name) => sql.bind(row[name])).join(', ')})`);
  return `INSERT INTO ${from.alias} (${columns.join(', ')}) VALUES ${values.join(', ')}`;
}

const given = (data: Words) => Object.entries(data).filter(([, value]) => value !== undefined);

/** A column where SQL wants it without its table's name. */
function nameOf(from: From, name: string): string {
  column(from, name);
  return `"${name}"`;
}
