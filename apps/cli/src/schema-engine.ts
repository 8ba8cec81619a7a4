import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Pool } from 'pg';
import { type MigrationFile, migrationsFolder, readLockFile, readSchema } from './migration-files.js';

/** Nothing of the schema is managed by anyone else. */
export const noFilters = { externalTables: [], externalEnums: [] };

/** Applies what is pending and records it as Prisma Migrate does; on the pool's only connection, in the transaction that is open there. */
export async function applyMigrations(pool: Pool, migrations: MigrationFile[]): Promise<string[]> {
  // The engine's own error would be that it can't record the failure: nothing can be written in a transaction that has failed.
  let failure: unknown;
  const engine = await startEngine(pool, (adapter) => {
    const execute = adapter.executeScript.bind(adapter);
    adapter.executeScript = (script) =>
      execute(script).catch((error: unknown) => {
        failure = error;
        throw error;
      });
  });
  const applied = engine.applyMigrations({ migrationsList: listOf(migrations), filters: noFilters });
  const { appliedMigrationNames } = await applied.catch((error: unknown) => {
    throw failure ?? error;
  });
  return appliedMigrationNames;
}

/**
 * Starts Prisma Migrate's own engine on the database of the pool.
 * @param prepare what else the adapter has to learn before the engine has it
 */
export async function startEngine(
  pool: Pool,
  prepare: (adapter: SqlDriverAdapter) => void = () => undefined,
): Promise<SchemaEngine> {
  loading ??= load();
  const factory = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await factory.connect();
    // Left alone it would cut a script at every semicolon, those inside of a function's body included.
    adapter.executeScript = async (script) => void (await pool.query(script));
    prepare(adapter);
    return adapter;
  };
  const { provider, adapterName } = factory;
  const adapters = bindMigrationAwareSqlAdapterFactory({ provider, adapterName, connect, connectToShadowDb: connect });
  const { SchemaEngine: Engine } = await loading;
  return Engine.new({ datamodels: [['schema.prisma', readSchema()]] }, () => undefined, adapters);
}

let loading: Promise<Bindings> | undefined;

/** The engine is WebAssembly: no binary has to be downloaded, in a container either. It can be loaded only once in a process. */
async function load(): Promise<Bindings> {
  const bindings = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Bindings;
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': withIdleTimers(bindings),
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** The engine forgets a timer of ten seconds, and a process that is done would wait for it. */
function withIdleTimers(bindings: Bindings): object {
  const timers = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const start = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref();
  return { ...bindings, ...Object.fromEntries(timers.map((name) => [name, start])) };
}

interface Bindings {
  __wbg_set_wasm(exports: object): void;
  SchemaEngine: typeof SchemaEngine;
}

/** What is used of it; TypeScript's own declaration comes only with all of a browser's. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

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
