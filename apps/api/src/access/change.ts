import type { Precondition } from '../common/etag.js';
import { conflict, forbidden, notFound, Problem } from '../common/problem.js';
import type { Action, Caller, Subject } from './ability.js';
import { rows } from './rows.js';
import { anyTable, type DataOf, type TableOf } from './table.js';

interface Change<S extends Subject> {
  action: Action;
  subject: S;
  /** Which row, and in which state it has to be: an archived one, say, can't be archived again. */
  where: { id: string } & Record<string, unknown>;
  ifMatch?: Precondition;
  data: DataOf<S>;
  /** The properties that the caller wrote; each of them has to be allowed. */
  fields?: string[];
  select: object;
}

/**
 * Changes the one row that the caller may change so, and returns it. One statement decides and writes; when it touched nothing,
 * the reason is found afterwards, for the right words only.
 *
 * @throws 404 if the caller may not read the row, or there is none in that state; 403 if it may read it but not do this, or
 * writes a field it may not write (each is named); 412 if `If-Match` is stale
 */
export async function change<Row, S extends Subject>(
  table: TableOf<S>,
  caller: Caller,
  wanted: Change<S>,
): Promise<Row> {
  const { action, subject, where, ifMatch = {}, data, fields = [], select } = wanted;
  const allowed = rows(caller, action, subject, fields);
  // There is always a column to set, also where nothing is changed: the id, to itself.
  const set = { id: where.id, ...data };
  const [row] = await anyTable<S>(table).updateManyAndReturn({
    where: { AND: [allowed, where, ifMatch] },
    data: set,
    select,
  });
  if (!row) throw await reason(table, caller, wanted);
  return row as Row;
}

async function reason<S extends Subject>(
  table: TableOf<S>,
  caller: Caller,
  { action, subject, where, ifMatch = {}, fields = [] }: Change<S>,
): Promise<Problem> {
  const may = async (what: Action, written: string[] = []) =>
    (await anyTable<S>(table).count({ where: { AND: [rows(caller, what, subject, written), where] } })) > 0;

  if (!(await may('read'))) return notFound();
  const allowed = await Promise.all(fields.map((field) => may(action, [field])));
  const denied = fields.filter((_, index) => !allowed[index]);
  if (denied.length > 0) {
    return forbidden(
      denied.map((field) => ({ pointer: `/${field}`, code: 'forbidden', message: 'You may not write this field.' })),
    );
  }
  if (!(await may(action))) return forbidden();
  // Without a precondition the row can only have changed between the two statements.
  return ifMatch.version ? new Problem('precondition-failed') : conflict('It changed meanwhile; try again.');
}
