import { forbidden, notFound } from '../common/problem.js';
import type { Action, Caller, Subject } from './ability.js';
import { rows } from './rows.js';
import { anyTable, type TableOf } from './table.js';

/** Asks for the row on which something hangs: 404 if the caller may not read it, 403 if it may read it but not do this. */
export async function requireRow<S extends Subject>(
  table: TableOf<S>,
  caller: Caller,
  action: Action,
  subject: S,
  where: { id: string } & Record<string, unknown>,
): Promise<void> {
  const may = async (what: Action) =>
    (await anyTable<S>(table).count({ where: { AND: [rows(caller, what, subject), where] } })) > 0;
  if (await may(action)) return;
  throw action !== 'read' && (await may('read')) ? forbidden() : notFound();
}
