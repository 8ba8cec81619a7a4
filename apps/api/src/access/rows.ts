import { accessibleBy } from '@casl/prisma/runtime';
import { forbidden } from '../common/problem.js';
import { type Action, type Caller, ownSchool, type Subject, type Where } from './ability.js';
import { perCaller } from './per-caller.js';

/**
 * The rows on which the caller may do the action, as a WHERE for the statement that does it. With `fields`, only the rows on
 * which it may do so to each of these fields.
 *
 * The role is asked first: a denied `accessibleBy` is an empty OR, which finds no row here, but every row in places of Prisma's own
 * client; a 403 says more than an empty list.
 *
 * @throws 403 when the role can never do this to this kind of thing
 */
export function rows<S extends Subject>(caller: Caller, action: Action, subject: S, fields: string[] = []): Where<S> {
  const conditions = [
    ...rowsOf(caller, action, subject),
    ...fields.map((field) => rowsWithField(caller, action, subject, field)),
  ];
  // As an object, since the compiler would otherwise go through the conditions of every table there is.
  const where: object = { AND: conditions };
  return where;
}

const rowsOf = perCaller((caller, action: Action, subject: Subject): object[] => {
  if (!caller.ability.can(action, subject)) throw forbidden();
  const rules: object = accessibleBy(caller.ability, action as never).ofType(subject as never);
  // Of several rules each names the school; said before them as well, it is what an index begins with, and the list has its order.
  return caller.ability.rulesFor(action, subject).length > 1 ? [ownSchool(subject, caller), rules] : [rules];
});

/** CASL leaves fields out of a query (stalniy/casl#760), so the rules that name the field are gathered here. */
function rowsWithField(caller: Caller, action: Action, subject: Subject, field: string): object {
  // Not rulesFor(…, field): for CASL an empty name is no field at all, which every rule covers.
  const rules = caller.ability.rulesFor(action, subject).filter(({ fields }) => !fields || fields.includes(field));
  // An empty OR is no condition to rely on, so "no row" is said with an empty list of ids.
  return rules.length > 0 ? { OR: rules.map((rule) => rule.conditions) } : { id: { in: [] } };
}
