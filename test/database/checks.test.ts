import { acceptedByRule, refusedByHand, refusedByRule } from './check-violations.js';
import { TwoSchools } from './two-schools.js';

/*
 * Every CHECK of the catalog is tried with what it has to refuse: by its name where many columns share a rule, else by hand.
 * A new one that is in neither list fails.
 */
const school = await TwoSchools.create();
afterAll(school.close);
const checks = await school.rows<{ name: string; table: string }>(`
  SELECT conname AS name, relname AS table FROM pg_constraint c JOIN pg_class r ON r.oid = conrelid
  WHERE contype = 'c' AND c.connamespace = current_schema()::regnamespace ORDER BY conname`);

const ruleOf = (name: string) => Object.keys(refusedByRule).find((rule) => name.endsWith(`_${rule}`));
const byRule = checks
  .filter(({ name }) => ruleOf(name))
  .map(({ name, table }) => ({ name, table, rule: ruleOf(name)! }));
const columnOf = (name: string, rule: string) => (rule === 'id_is_uuidv7' ? 'id' : name.split('_')[1]!);
const update = (table: string, column: string) =>
  `UPDATE "${table}" SET "${column}" = $1 WHERE ctid = (SELECT max(ctid) FROM "${table}")`;

async function inTurn<T, R>(values: T[], tryOut: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const value of values) results.push(await tryOut(value));
  return results;
}

test('every check has something to refuse here', () => {
  expect(checks.length).toBeGreaterThan(60);
  const untried = checks.filter(({ name }) => !ruleOf(name) && !refusedByHand[name]);
  expect(untried).toEqual([]);
});

test.each(byRule)('$name', async ({ name, table, rule }) => {
  const tryOut = (value: unknown) => school.refusal(update(table, columnOf(name, rule)), [value]);
  const refusals = await inTurn(refusedByRule[rule]!, tryOut);
  expect(refusals.map((refusal) => refusal?.code)).toEqual(refusals.map(() => '23514'));
  // A day can be out of order with another one as well, and then that check may be the first to refuse it.
  expect(refusals.map((refusal) => refusal?.constraint)).toContain(name);
  const acceptances = await inTurn(acceptedByRule[rule] ?? [], tryOut);
  expect(acceptances.map((refusal) => refusal?.constraint)).not.toContain(name);
});

test.each(Object.keys(refusedByHand))('%s', async (name) => {
  for (const [target, set] of refusedByHand[name]!) {
    const refusal = await school.refusal(`UPDATE ${target.replace('%s', set)}`);
    expect({ set, refusal }).toEqual({ set, refusal: { code: '23514', constraint: name } });
  }
});

test('a row keeps its values when a change of it is refused', async () => {
  await school.refusal(`UPDATE "Student" SET "familyName" = 'Changed', "gradeLevel" = 14`);
  expect(await school.rows(`SELECT DISTINCT "familyName", version FROM "Student"`)).toEqual([
    { familyName: 'Stone', version: 1 },
  ]);
});
