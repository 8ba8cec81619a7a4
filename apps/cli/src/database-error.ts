import type { Client } from 'pg';

/** The database is not as a start needs it. The message is one line for whoever runs the installation. */
export class DatabaseError extends Error {}

/** PostgreSQL's own words are kept for what it refuses, but a URL, which holds a password, is never repeated. */
export function connectionError(client: Client, error: unknown): DatabaseError {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const where = `database "${client.database}" at ${client.host}:${client.port}`;
  if (code === '3D000') return new DatabaseError(`There is no ${where}: create it, or correct DATABASE_URL.`);
  if (code.startsWith('28')) return new DatabaseError(`The ${where} refuses the user "${client.user}": ${message}.`);
  return new DatabaseError(`The ${where} can't be reached: ${code || message}.`);
}
