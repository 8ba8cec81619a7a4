import { relative } from 'node:path';
import pg from 'pg';
import { demoAccounts, demoPassphrase } from '../../../prisma/seed/accounts.js';
import type { Settings } from '../../api/src/config/environment.js';
import type { Database } from './database.js';

/** What a start tells on the terminal: where the server is, and who can log in to the demo data. */
export async function welcome(
  { docs, smtpUrl }: Settings,
  { databaseUrl, folder }: Database,
  url: string,
): Promise<string> {
  const accounts = await presentAccounts(databaseUrl);
  const width = Math.max(...accounts.map(({ email }) => email.length));
  const lines = [
    `Homeroom listens on ${url}`,
    ...(docs ? [`Documentation      ${url}/docs`] : []),
    ...(smtpUrl ? [] : [`Mail box           ${url}/dev/mail`]),
    ...(folder ? [`Database           PostgreSQL of its own, in ${shortest(folder)}`] : []),
    ...(accounts.length > 0 ? ['', `Demo accounts; the password of all is: ${demoPassphrase}`] : []),
    ...accounts.map(
      ({ email, role, school, note }) =>
        `  ${email.padEnd(width)}  ${[role, school && `at ${school}`].filter(Boolean).join(' ')}: ${note}`,
    ),
    '',
    'Ctrl-C stops it.',
  ];
  return `\n${lines.join('\n')}\n`;
}

function shortest(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path.startsWith('..') ? folder : path;
}

/** The demo accounts that are still there. */
async function presentAccounts(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const emails = demoAccounts.map(({ email }) => email);
    const { rows } = await client.query<{ email: string }>('SELECT email FROM "User" WHERE email = ANY ($1)', [emails]);
    const present = new Set(rows.map(({ email }) => email));
    return demoAccounts.filter(({ email }) => present.has(email));
  } finally {
    await client.end();
  }
}
