import { forbidden } from '../common/problem.js';
import type { AppAbility, Caller, Subject } from './ability.js';
import { perCaller } from './per-caller.js';

type Rule = ReturnType<AppAbility['rulesFor']>[number];
type Row = Record<string, unknown>;

/** Which fields; `'all'` is said for a rule that names none. */
export type Fields = Set<string> | 'all';

/** The fields that some rule lets the caller read: what is fetched. */
export const fetchedFields = perCaller((caller, subject: Subject) =>
  fieldsOf(caller.ability.rulesFor('read', subject)),
);

/** The fields of this row that the caller may read: what is shown. */
export function readableFields(caller: Caller, subject: Subject, row: Row): Fields {
  // With one rule, or several that give the same, the statement's WHERE has already decided.
  if (isSameInEveryRow(caller, subject)) return fetchedFields(caller, subject);
  const rules = caller.ability.rulesFor('read', subject);
  return fieldsOf(rules.filter((rule) => matches(rule, { ...row, schoolId: caller.schoolId })));
}

const isSameInEveryRow = perCaller((caller, subject: Subject) => sameFields(caller.ability.rulesFor('read', subject)));

function fieldsOf(rules: readonly Rule[]): Fields {
  if (rules.some((rule) => !rule.fields)) return 'all';
  return new Set(rules.flatMap((rule) => rule.fields ?? []));
}

/** Whether the caller may read the field in every row of its school, rather than of those that it has to do with. */
export const readsEvery = perCaller((caller, subject: Subject, field: string) =>
  caller.ability
    .rulesFor('read', subject)
    .some(
      ({ fields, conditions = {} }) =>
        (!fields || fields.includes(field)) && Object.keys(conditions).join() === 'schoolId',
    ),
);

/**
 * A filter or a sort tells something of the field in every row it passes over, so each rule by which the caller reads rows
 * must let it read the field.
 * @throws 403 that names the parameter
 */
export function requireReadable(caller: Caller, subject: Subject, field: string, parameter: string): void {
  const rules = caller.ability.rulesFor('read', subject);
  if (rules.some((rule) => rule.fields && !rule.fields.includes(field))) {
    throw forbidden([{ parameter, code: 'forbidden', message: 'You may not read this field.' }]);
  }
}

/**
 * Keeps the application from starting with a policy whose fields can't be told apart row by row: where rules for the same thing
 * give different fields, each condition must be on the row's own columns, because it is read again here, without the database.
 */
export function assertFieldsDecidable(caller: Caller, subjects: Subject[]): void {
  for (const subject of subjects) {
    const rules = caller.ability.rulesFor('read', subject);
    if (!sameFields(rules) && rules.some(reachesThroughRelation)) {
      throw new Error(
        `policy: ${caller.role} reads ${subject} by rules with different fields, one of them through a relation`,
      );
    }
  }
}

function sameFields(rules: readonly Rule[]): boolean {
  return rules.every((rule) => String(rule.fields) === String(rules[0]?.fields));
}

function reachesThroughRelation(rule: Rule): boolean {
  return Object.values(rule.conditions ?? {}).some((value) => typeof value === 'object' && value !== null);
}

/** Equality of columns; assertFieldsDecidable sees to it that there is nothing else to compare. */
function matches(rule: Rule, row: Row): boolean {
  return Object.entries(rule.conditions ?? {}).every(([column, value]) => row[column] === value);
}
