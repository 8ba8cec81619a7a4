import { accessibleBy } from '@casl/prisma/runtime';
import { forbidden } from '../common/problem.js';
import type { Action, Caller, Subject, Where } from './ability.js';

/**
 * The rows on which the caller may do the action, as a WHERE for the statement that does it. With `fields`, only the rows on
 * which it may do so to each of these fields.
 *
 * The role is asked first: a denied `accessibleBy` is an empty OR, which Prisma reads as "every row" in some places, so it must
 * never reach a statement. For the same reason this WHERE has no place inside an `include`, a `select` or an upsert.
 *
 * @throws 403 when the role can never do this to this kind of thing
 */
export function rows<S extends Subject>(caller: Caller, action: Action, subject: S, fields: string[] = []): Where<S> {
  if (!caller.ability.can(action, subject)) throw forbidden();
  const row: object = accessibleBy(caller.ability, action as never).ofType(subject as never);
  const conditions = [row, ...fields.map((field) => rowsWithField(caller, action, subject, field))];
  return { AND: conditions };
}

/** CASL leaves fields out of a query (stalniy/casl#760), so the rules that name the field are gathered here. */
function rowsWithField(caller: Caller, action: Action, subject: Subject, field: string): object {
  // Not rulesFor(…, field): for CASL an empty name is no field at all, which every rule covers.
  const rules = caller.ability.rulesFor(action, subject).filter(({ fields }) => !fields || fields.includes(field));
  // An empty OR is no condition to rely on, so "no row" is said with an empty list of ids.
  return rules.length > 0 ? { OR: rules.map((rule) => rule.conditions) } : { id: { in: [] } };
}
