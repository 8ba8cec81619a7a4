import { defineConfig } from 'prisma/config';

// `prisma generate` insists on a schema engine binary that it never runs and would download; any file that exists satisfies
// it. Migrations are applied by the engine's WebAssembly build instead (apps/cli/src/migrations.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
