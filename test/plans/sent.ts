import { globSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { explain, type Plan } from './plan.js';

/** The statements that the tests' servers sent, but those that read nothing. */
export function sentStatements(): string[] {
  const lines = globSync('coverage/statements/*.jsonl').flatMap((file) =>
    readFileSync(file, 'utf8').trim().split('\n'),
  );
  const sent = new Set(lines.map((line) => JSON.parse(line) as string));
  return [...sent].filter((text) => !/^(BEGIN|COMMIT|ROLLBACK)\b/.test(text));
}

/** How PostgreSQL runs a statement whatever its values are: the server's connections make the plan of each once, and not for its values. */
export const planOf = (client: pg.Client, text: string): Promise<Plan> => explain(client, 'GENERIC_PLAN', text);

/** The first column of each index. */
export async function leadingColumns(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query(`
    SELECT indexrelid::regclass::text AS index, attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]`);
  return new Map(rows.map(({ index, attname }) => [index.replaceAll('"', ''), attname]));
}
