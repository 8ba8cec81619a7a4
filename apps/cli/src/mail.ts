import pg from 'pg';
import { UsageError } from './usage.js';

interface Row {
  id: string;
  status: string;
  kind: string;
  recipient: string;
  attempts: number;
  createdAt: Date;
  fault: string | null;
}

/** The mails that wait or have failed, the oldest first, a line each; none is shown by its text, as it has none. */
export async function listMails(databaseUrl: string): Promise<string[]> {
  const rows = await query<Row>(
    databaseUrl,
    `SELECT id, status, kind, recipient, attempts, "createdAt", fault FROM "Mail"
     WHERE status IN ('waiting', 'failed') ORDER BY "createdAt" LIMIT 1000`,
  );
  return rows.map(({ createdAt, id, status, kind, recipient, attempts, fault }) =>
    [createdAt.toISOString(), id, status, kind, recipient, `${attempts} attempts`, fault].filter(Boolean).join('  '),
  );
}

/**
 * Has a failed mail, or all of them, tried again for another day; returns how many.
 * @throws UsageError if there is no failed mail with this id
 */
export async function retryMails(databaseUrl: string, which: string): Promise<number> {
  if (which !== 'all' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(which))
    throw new UsageError(`'${which}' is neither the id of a mail nor 'all'.`);
  const rows = await query(
    databaseUrl,
    `UPDATE "Mail" SET status = 'waiting', attempts = 0, "dueAt" = now(), "expiresAt" = now() + interval '1 day', fault = NULL
     WHERE status = 'failed' AND ($1 = 'all' OR id::text = $1) RETURNING id`,
    [which],
  );
  if (rows.length === 0 && which !== 'all') throw new UsageError(`There is no failed mail ${which}.`);
  return rows.length;
}

async function query<T>(databaseUrl: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
}
