import type { Settings } from '../../api/src/config/environment.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';

export type Database = Pick<EmbeddedPostgres, 'databaseUrl' | 'stop'> & Partial<EmbeddedPostgres>;

/** The database of the settings, or else (never in production: the settings refuse that) the embedded one. */
export async function openDatabase(
  { databaseUrl }: Pick<Settings, 'databaseUrl'>,
  options?: { shared: boolean },
): Promise<Database> {
  if (databaseUrl) return { databaseUrl, stop: async () => undefined };
  const { startEmbeddedPostgres } = await import('./embedded-postgres.js');
  return startEmbeddedPostgres('.data', options);
}
