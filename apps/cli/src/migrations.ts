import pg from 'pg';
import { connectionError, DatabaseError } from './database-error.js';
import { type MigrationFile, readMigrations } from './migration-files.js';

/** Any number, as long as every Homeroom takes the same: who holds this lock of the database is migrating it. */
const MIGRATING = 4_866_001;
const OLDEST_POSTGRESQL = 18;

/**
 * Brings the database up to the newest migration and returns the names of those it applied. All of them are applied in one
 * transaction, so that a start that is killed or fails leaves the database as it was. Of several instances that start at once
 * one migrates while the others wait; a start with nothing to apply costs one query.
 * A migration can't hold what PostgreSQL refuses inside a transaction (CREATE INDEX CONCURRENTLY).
 *
 * @throws DatabaseError if the database can't be reached, is older than PostgreSQL 18, is newer than this program, or has a
 * migration that failed or has been changed since
 */
export async function migrate(databaseUrl: string, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw connectionError(client, error);
    });
    if ((await pending(client, migrations)).length === 0) return [];
  } finally {
    await client.end();
  }
  return migrateInTransaction(databaseUrl, migrations);
}

async function migrateInTransaction(databaseUrl: string, migrations: MigrationFile[]): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, idleTimeoutMillis: 0 });
  pool.on('error', () => undefined);
  try {
    await pool.query('BEGIN');
    await pool.query('SELECT pg_advisory_xact_lock($1)', [MIGRATING]);
    // Another instance may have been faster.
    const names = await pending(pool, migrations);
    if (names.length === 0) return [];
    await requireEmptyOrOurs(pool);
    const { applyMigrations } = await import('./schema-engine.js');
    const applied = await applyMigrations(pool, migrations);
    await pool.query('COMMIT');
    return applied;
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`The database was not migrated, and is as it was: ${firstLine(error)}`);
  } finally {
    await pool.end();
  }
}

interface Recorded {
  name: string;
  checksum: string;
  finished: boolean;
}

/** The names of the migrations that are still to be applied. */
async function pending(database: pg.Client | pg.Pool, migrations: MigrationFile[]): Promise<string[]> {
  const { rows } = await database.query<{ version: number; ours: boolean }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, to_regclass('_prisma_migrations') IS NOT NULL AS ours`,
  );
  const { version, ours } = rows[0]!;
  if (version < OLDEST_POSTGRESQL)
    throw new DatabaseError(`PostgreSQL ${OLDEST_POSTGRESQL} or later is needed; this is ${version}.`);
  const recorded = ours ? await readRecorded(database) : [];
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of recorded) {
    const migration = known.get(name);
    if (!migration)
      throw new DatabaseError(
        `The database is newer than this program: it has the migration ${name}, which is not known here.`,
      );
    if (!finished)
      throw new DatabaseError(
        `The migration ${name} failed earlier: undo what it left behind, then set rolled_back_at in its row of _prisma_migrations.`,
      );
    if (migration.checksum !== checksum)
      throw new DatabaseError(`The migration ${name} has been changed since it was applied to this database.`);
    known.delete(name);
  }
  return [...known.keys()];
}

async function readRecorded(database: pg.Client | pg.Pool): Promise<Recorded[]> {
  const { rows } = await database.query<Recorded>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

async function requireEmptyOrOurs(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ foreign: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NULL
       AND EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')) AS foreign`,
  );
  if (rows[0]!.foreign)
    throw new DatabaseError('The database holds tables that are not of this program: give it one of its own.');
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
