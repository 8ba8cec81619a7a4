import { Prisma } from './generated/client.js';
import type { Runner } from './runner.js';

/** A statement in SQL of our own, as a tagged template: what stands in `${}` is a value and never text. */
type Template = [strings: TemplateStringsArray, ...values: unknown[]];

export const rawSql = (runner: Runner) => ({
  $queryRaw: async <Rows = unknown>(...[strings, ...values]: Template): Promise<Rows> =>
    (await runner.run(Prisma.sql(strings, ...values))).rows as Rows,
  $executeRaw: async (...[strings, ...values]: Template): Promise<number> =>
    (await runner.run(Prisma.sql(strings, ...values))).rowCount ?? 0,
});
