import type { Precondition, Versioned } from '../common/etag.js';
import type { ViewOf } from '../common/view.js';
import type { Caller, Subject } from './ability.js';
import { change } from './change.js';
import type { DataOf, TableOf } from './table.js';

/** What is not archived. Everything else is kept, and left out of every read but an admin's list of the archived. */
export const live = { archivedAt: null };

/** Archives the one live row. 404, 403, 412. */
export async function archive<S extends Subject>(
  table: TableOf<S>,
  caller: Caller,
  subject: S,
  id: string,
  ifMatch: Precondition,
): Promise<void> {
  await change(table, caller, {
    action: 'archive',
    subject,
    where: { id, ...live },
    ifMatch,
    data: { archivedAt: new Date() } as DataOf<S>,
    select: { id: true },
  });
}

/** Brings the one archived row back, and shows it. 404 if there is no archived one; 403, 412; 409 if a unique value is taken. */
export async function restore<S extends Subject, Row, View extends object>(
  table: TableOf<S>,
  caller: Caller,
  view: ViewOf<S, Row, View, object>,
  id: string,
  ifMatch: Precondition,
): Promise<Versioned<View>> {
  const row = await change<Row, S>(table, caller, {
    action: 'restore',
    subject: view.subject,
    where: { id, archivedAt: { not: null } },
    ifMatch,
    data: live,
    select: view.select(caller),
  });
  return view.versioned(caller, row);
}
