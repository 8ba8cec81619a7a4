import { ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { migrationsFolder, readSchema } from '../../apps/cli/src/migration-files.js';
import { noFilters, startEngine } from '../../apps/cli/src/schema-engine.js';

/**
 * The SQL that would bring a migrated database to what schema.prisma says, which is the body of the next migration; empty while
 * schema and migrations have not drifted apart.
 */
export async function driftOf(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const engine = await startEngine(pool, (adapter) => teachCodes(pool, adapter));
    const files = [{ path: 'schema.prisma', content: readSchema() }];
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: migrationsFolder },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return (stdout ?? '').replace('-- This is an empty migration.', '').trim();
  } finally {
    await pool.end();
  }
}

/** PostgreSQL's type "char", in which its catalog keeps codes of one letter. */
const CHAR = 18;
const TEXT = 25;

/** The adapter knows no "char", without which the engine can't read a schema: such a column comes as text and is then told to be letters. */
function teachCodes(pool: pg.Pool, adapter: SqlDriverAdapter): void {
  let codes: number[] = [];
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    // A script of several statements has no fields.
    const fields = (result.fields as pg.FieldDef[] | undefined) ?? [];
    codes = [...fields.keys()].filter((index) => fields[index]!.dataTypeID === CHAR);
    for (const index of codes) fields[index]!.dataTypeID = TEXT;
    return result;
  }) as never;
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (sql) => {
    const result = await queryRaw(sql);
    for (const index of codes) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}
