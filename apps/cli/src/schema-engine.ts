import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { type MigrationFile, migrationsFolder, readLockFile, readSchema } from './migration-files.js';

const noFilters = { externalTables: [], externalEnums: [] };

/** Applies what is pending and records it as Prisma Migrate does; on the pool's only connection, in the transaction that is open there. */
export async function applyMigrations(pool: pg.Pool, migrations: MigrationFile[]): Promise<string[]> {
  const engine = await startEngine(pool);
  const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: listOf(migrations), filters: noFilters });
  return appliedMigrationNames;
}

/** The SQL that would bring a migrated database to what schema.prisma says: nothing but a comment, unless the two have drifted apart. */
export async function driftOf(databaseUrl: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  try {
    const engine = await startEngine(pool);
    const schema = { files: [{ path: 'schema.prisma', content: readSchema() }] };
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', ...schema, configDir: migrationsFolder },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return stdout ?? '';
  } finally {
    await pool.end();
  }
}

/** The engine of Prisma Migrate, as WebAssembly: no binary has to be downloaded, in a container either. */
async function startEngine(pool: pg.Pool): Promise<SchemaEngine> {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': bindings as never });
  const { __wbg_set_wasm: setInstance, SchemaEngine: Engine } = bindings as unknown as Bindings;
  setInstance(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const datamodels: [string, string][] = [['schema.prisma', readSchema()]];
  return Engine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(wholeScripts(pool)));
}

interface Bindings {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: typeof SchemaEngine;
}

/** PostgreSQL's type "char", in which its catalog keeps codes of one letter, and the type that stands for it here. */
const CHAR = 18;
const TEXT = 25;

/**
 * The adapter as the engine needs it. Left alone it cuts a script at every semicolon, those inside of a function's body included,
 * and knows no "char", without which no schema can be read.
 */
function adaptersOf(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await factory.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.executeScript = async (script) => void (await pool.query(script));
    adapter.queryRaw = async (query) => {
      const codes = await codeColumns(pool, query.sql);
      const result = await queryRaw(codes.length === 0 ? query : { ...query, sql: asText(query.sql, codes) });
      return result;
    };
    return adapter;
  };
  return { provider: factory.provider, adapterName: factory.adapterName, connect, connectToShadowDb: () => factory.connectToShadowDb() };
}

function listOf(migrations: MigrationFile[]): MigrationList {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: readLockFile() },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
