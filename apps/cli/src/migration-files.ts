import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One folder under prisma/migrations, as Prisma Migrate knows it. */
export interface MigrationFile {
  name: string;
  sql: string;
  /** What Prisma Migrate records of the script, so that a later change to it is noticed. */
  checksum: string;
}

/** The folder with package.json, from the sources as well as from dist/. */
export const projectRoot = findProjectRoot(import.meta.dirname);
export const migrationsFolder = join(projectRoot, 'prisma', 'migrations');

/** The migrations in the order in which they are applied: that of their names, which begin with a date. */
export function readMigrations(): MigrationFile[] {
  const names = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => {
      const sql = readFileSync(join(migrationsFolder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const readLockFile = () => readFileSync(join(migrationsFolder, 'migration_lock.toml'), 'utf8');
export const readSchema = () => readFileSync(join(projectRoot, 'prisma', 'schema.prisma'), 'utf8');

function findProjectRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findProjectRoot(dirname(folder));
}
