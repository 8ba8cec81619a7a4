import { type Plan, steps } from './plan.js';

/** In pages of the disk, which is what PostgreSQL reckons in: no statement is expected to cost more than to read a school. */
const A_SCHOOL = 3_000;

/*
 * What may read all of a school, and of the schools all, because no order of an index helps: `include=total`, whose answer is how
 * many there are; `q`, which looks for a part of a word; `subject`, one of a teacher's several.
 */
const isTotal = (plan: Plan) => plan['Node Type'] === 'Aggregate';
const isSearch = (plan: Plan) => steps(plan).some(([{ Filter }]) => /~~\*|ANY \(+subjects/.test(Filter ?? ''));

/** What in a plan costs more the larger its tables are. `leading` is the first column of each index. */
export function growing(plan: Plan, leading: Map<string, string>): string[] {
  const faults = steps(plan).flatMap(([step, within]) => {
    const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, 'Index Cond': condition, Filter } = step;
    // The readiness check, and the first page of a list in the order of its index: they take the first rows that come.
    if (stops(within) && !condition && !Filter) return [];
    if (type === 'Seq Scan') return [`reads all of ${table}`];
    if (!index) return [];
    if (!condition?.includes(leading.get(index)!)) return [`reads all of ${index}`];
    return !stops(within) && /^\("?schoolId"? = [^()]*\)$/.test(condition) ? [`reads a school's part of ${index}`] : [];
  });
  const isAsked = isTotal(plan) || isSearch(plan);
  return [
    ...faults.filter((fault) => !(isAsked && /a school's|of "?School/.test(fault))),
    ...(plan['Total Cost'] > A_SCHOOL ? [`costs ${plan['Total Cost']}`] : []),
  ];
}

/** Whether what comes from a step is taken row by row until there are enough: nothing before the limit gathers all of it. */
function stops(within: Plan[]): boolean {
  const until = within.findIndex((step) => step['Node Type'] === 'Limit');
  return (
    until >= 0 &&
    within.slice(0, until).every((step) => /^(Nested Loop|Result|Incremental Sort)$/.test(step['Node Type']))
  );
}
