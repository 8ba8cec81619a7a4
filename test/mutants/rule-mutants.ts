import type { Rule } from '../../apps/api/src/access/ability.js';
import { nobody } from '../../apps/api/src/access/condition.js';
import { ArticleAudience } from '../../apps/api/src/prisma/generated/enums.js';

/** A rule as somebody could have written it by mistake; undefined where they forgot it. */
export interface RuleMutant {
  name: string;
  change: (rule: Rule) => Rule | undefined;
}

/** Every small mistake in one rule that gives or takes a right. */
export function mutantsOf(rule: Rule, actions: string[], fields: string[]): RuleMutant[] {
  const mutants: RuleMutant[] = [{ name: 'without it', change: () => undefined }];
  for (const action of actions) {
    const has = rule.actions.includes(action as never);
    if (has && rule.actions.length > 1)
      mutants.push({
        name: `without ${action}`,
        change: (one) => ({ ...one, actions: one.actions.filter((each) => each !== action) }),
      });
    if (!has)
      mutants.push({
        name: `with ${action}`,
        change: (one) => ({ ...one, actions: [...one.actions, action as never] }),
      });
  }
  if (rule.fields) {
    mutants.push({ name: 'for every field', change: ({ fields: _, ...one }) => one });
    for (const field of fields) {
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

function toggled(fields: string[], field: string): string[] {
  return fields.includes(field) ? fields.filter((each) => each !== field) : [...fields, field];
}

interface Weakness {
  name: string;
  weaken: (where: object) => object;
}

/** The condition without one of its parts, at any depth; with one more value in a list; open where there is no own record. */
function weaknesses(where: object): Weakness[] {
  const found: Weakness[] = Object.entries(where).flatMap(([key, inner]: [string, unknown]) => {
    const inside = (weaken: (value: never) => unknown) => (outer: object) => ({
      ...outer,
      [key]: weaken((outer as Record<string, never>)[key]!),
    });
    const lost: Weakness = { name: `without ${key}`, weaken: (outer) => without(outer, key) };
    if (key === 'in')
      return Object.values(ArticleAudience).map((value) => ({
        name: `${(inner as string[]).includes(value) ? 'without' : 'with'} ${value}`,
        weaken: inside((values: string[]) => toggled(values, value)),
      }));
    // `some` with nothing in it still asks that there is one; without it the relation says nothing.
    if (typeof inner !== 'object' || inner === null) return [lost];
    return [lost, ...weaknesses(inner).map((one) => ({ name: `${one.name} in ${key}`, weaken: inside(one.weaken) }))];
  });
  return found;
}

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
