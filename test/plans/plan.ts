import type pg from 'pg';

/** A step of how PostgreSQL runs a statement; the numbers of rows are there if it was run. */
export interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'Total Cost': number;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
}

export async function explain(client: pg.Client, options: string, text: string, values: unknown[] = []): Promise<Plan> {
  const { rows } = await client.query(`EXPLAIN (${options}, FORMAT JSON) ${text}`, values);
  return rows[0]['QUERY PLAN'][0].Plan;
}

/** Every step, with those that it is a part of, the nearest first. */
export const steps = (plan: Plan, within: Plan[] = []): [Plan, Plan[]][] => [
  [plan, within],
  ...(plan.Plans ?? []).flatMap((part) => steps(part, [plan, ...within])),
];

/** How many rows of tables it has looked at, whether it took them or not. */
export const visited = (plan: Plan): number =>
  steps(plan)
    .filter(([step]) => step['Relation Name'] && step['Node Type'].endsWith('Scan'))
    .map(([step]) => {
      const removed = (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0);
      return step['Actual Loops']! * (step['Actual Rows']! + removed);
    })
    .reduce((sum, rows) => sum + rows, 0);
