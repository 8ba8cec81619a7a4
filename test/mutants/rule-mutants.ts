import type { Rule } from '../../apps/api/src/access/ability.js';
import { nobody } from '../../apps/api/src/access/condition.js';
import * as enums from '../../apps/api/src/prisma/generated/enums.js';

/** A rule as somebody could have written it by mistake; undefined where they forgot it. */
export interface RuleMutant {
  name: string;
  change: (rule: Rule) => Rule | undefined;
}

/** Every small mistake in one rule that gives or takes a right, but for what one of the role's other rules gives already. */
export function mutantsOf(rule: Rule, actions: string[], fields: string[], others: Rule[]): RuleMutant[] {
  const isHad = (action: string, names: string[] | undefined) =>
    others.some((other) => gives(other, action, rule, names));
  const mutants: RuleMutant[] = [{ name: 'without it', change: () => undefined }];
  for (const action of actions) {
    const has = rule.actions.includes(action as never);
    if (has && rule.actions.length > 1)
      mutants.push({
        name: `without ${action}`,
        change: (one) => ({ ...one, actions: one.actions.filter((each) => each !== action) }),
      });
    if (!has && !isHad(action, rule.fields))
      mutants.push({
        name: `with ${action}`,
        change: (one) => ({ ...one, actions: [...one.actions, action as never] }),
      });
  }
  if (rule.fields) {
    mutants.push({ name: 'for every field', change: ({ fields: _, ...one }) => one });
    // Without its last field there is no rule.
    for (const field of fields.filter((name) => String(rule.fields) !== name)) {
      if (!rule.fields.includes(field) && rule.actions.every((action) => isHad(action, [field]))) continue;
      const change = (one: Rule) => ({ ...one, fields: toggled(one.fields!, field) });
      mutants.push({ name: `${rule.fields.includes(field) ? 'without' : 'with'} the field ${field}`, change });
    }
  }
  rule.conditions.forEach(({ words, where }, at) => {
    mutants.push({
      name: `without "${words}"`,
      change: (one) => ({ ...one, conditions: one.conditions.toSpliced(at, 1) }),
    });
    for (const { name, weaken } of weaknesses(where)) {
      const change = (one: Rule) => ({
        ...one,
        conditions: one.conditions.with(at, { words, where: weaken(one.conditions[at]!.where) }),
      });
      mutants.push({ name: `"${words}" ${name}`, change });
    }
  });
  return mutants;
}

/** Whether it lets do this, to these fields or to all, wherever the rule holds. */
function gives(other: Rule, action: string, rule: Rule, fields: string[] | undefined): boolean {
  const words = new Set(rule.conditions.map((condition) => condition.words));
  return (
    other.subject === rule.subject &&
    other.actions.includes(action as never) &&
    other.conditions.every((condition) => words.has(condition.words)) &&
    (!other.fields || (fields?.every((field) => other.fields!.includes(field)) ?? false))
  );
}

function toggled(fields: string[], field: string): string[] {
  return fields.includes(field) ? fields.filter((each) => each !== field) : [...fields, field];
}

interface Weakness {
  name: string;
  weaken: (where: object) => object;
}

/** The condition without one of its parts, or with that part's opposite, at any depth; with a value more or less in a list. */
function weaknesses(where: object): Weakness[] {
  const found: Weakness[] = Object.entries(where).flatMap(([key, inner]: [string, unknown]) => {
    const inside = (weaken: (value: never) => unknown) => (outer: object) => ({
      ...outer,
      [key]: weaken((outer as Record<string, never>)[key]!),
    });
    const lost: Weakness = { name: `without ${key}`, weaken: (outer) => without(outer, key) };
    if (key === 'in')
      return valuesLike((inner as string[])[0]).map((value) => ({
        name: `${(inner as string[]).includes(value) ? 'without' : 'with'} ${value}`,
        weaken: inside((values: string[]) => toggled(values, value)),
      }));
    if (inner === null) return [lost, { name: `with any ${key}`, weaken: inside(() => ({ not: null })) }];
    if (typeof inner !== 'object') {
      const others = valuesLike(inner).filter((value) => value !== inner);
      return [lost, ...others.map((value) => ({ name: `with ${key} ${value}`, weaken: inside(() => value) }))];
    }
    // `some` with nothing in it still asks that there is one; without it the relation says nothing.
    return [lost, ...weaknesses(inner).map((one) => ({ name: `${one.name} in ${key}`, weaken: inside(one.weaken) }))];
  });
  return found;
}

/** All the values of the column, if it is one of few. */
const valuesLike = (value: unknown): string[] =>
  Object.values(enums)
    .map((each) => Object.values(each) as string[])
    .find((values) => values.includes(value as string)) ?? [];

const without = (where: object, key: string): object =>
  Object.fromEntries(Object.entries(where).filter(([name]) => name !== key));

/** A rule in which whoever has no record of their own is everybody: `undefined` is no condition for Prisma. */
export const openToNobody: RuleMutant = {
  name: 'open where there is no own record',
  change: (rule) => ({
    ...rule,
    conditions: rule.conditions.map(({ words, where }) => ({ words, where: opened(where) })),
  }),
};

function opened(where: object): object {
  return Object.fromEntries(
    Object.entries(where).map(([key, value]: [string, unknown]) => [
      key,
      value === nobody ? undefined : isPlain(value) ? opened(value) : value,
    ]),
  );
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
