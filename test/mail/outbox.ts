import type { Config } from '../../apps/api/src/config/config.js';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, unique } from '../support/app.js';
import { Client } from '../support/client.js';
import { createDatabase, query } from '../support/database.js';
import { startProcess } from '../support/process.js';

export const smtpError = (responseCode: number) => Object.assign(new Error(`no, ${responseCode}`), { responseCode });

export interface MailRow {
  status: string;
  attempts: number;
  fault: string | null;
  dueAt: Date;
}

/** A database of its own, with an account, so that nobody but the servers of one test sends its mails. */
export async function outbox() {
  const databaseUrl = await createDatabase();
  const email = `${unique('owner')}@school.example`;
  await addUser(email);

  async function addUser(address: string): Promise<void> {
    await query(
      databaseUrl,
      `INSERT INTO "User" (email, name, "passwordHash") VALUES ($1, 'Owner', '$argon2id$none')`,
      [address],
    );
  }
  const client = (url: string) => new Client(async () => url);
  const of = async (recipient = email) =>
    (await query<MailRow>(databaseUrl, `SELECT * FROM "Mail" WHERE recipient = $1`, [recipient]))[0]!;
  return {
    email,
    databaseUrl,
    addUser,
    of,
    serve: async (overrides: Partial<Config>) => client((await startApp({ databaseUrl, ...overrides })).url),
    spawn: async (overrides: Partial<Config>, env?: NodeJS.ProcessEnv) => {
      const program = await startProcess({ databaseUrl, ...overrides }, env);
      return { client: client(program.url), kill: program.kill };
    },
    /** Nobody waits for the schedule of retries here: the next attempt is now. */
    dueNow: () => query(databaseUrl, `UPDATE "Mail" SET "dueAt" = now() WHERE status = 'waiting'`),
    insert: (recipient: string, seconds: number) =>
      query(
        databaseUrl,
        `INSERT INTO "Mail" (kind, recipient, "expiresAt") VALUES ('password-reset', $1, now() + make_interval(secs => $2))`,
        [recipient, seconds],
      ),
    until: async (so: (mail: MailRow) => boolean): Promise<MailRow> => {
      for (const end = Date.now() + 20_000; Date.now() < end; await delay(20)) {
        const mail = await of();
        if (mail && so(mail)) return mail;
      }
      throw new Error('It does not come to that.');
    },
  };
}

export async function forgot(client: Client, email: string) {
  expect((await client.post('/v1/auth/password/forgot', { email })).status).toBe(202);
}
