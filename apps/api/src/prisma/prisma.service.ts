import { createHash } from 'node:crypto';
import { createCaslExtension } from '@casl/prisma/runtime';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Config } from '../config/config.js';
import { PrismaClient } from './generated/client.js';

/** So many distinct statements keep a name (and with it a plan) on each connection; further ones are planned anew each time. */
const NAMED_STATEMENTS = 1_000;

/** The one client that can be injected. It carries CASL's extension, without which a denied filter can match every row. */
// oxlint-disable-next-line typescript/no-extraneous-class, typescript/no-unsafe-declaration-merging -- the interface is the type of the class's only instance
export abstract class PrismaService {}
export interface PrismaService extends ReturnType<typeof createPrismaService> {}

export function createPrismaService(config: Pick<Config, 'databaseUrl'>) {
  const adapter = new PrismaPg(
    {
      connectionString: config.databaseUrl,
      max: 10,
      connectionTimeoutMillis: 5_000,
      // A statement that takes longer is a fault or an attack; it must not hold a connection.
      statement_timeout: 10_000,
      // Where not even that answer comes, because the network is silent.
      query_timeout: 11_000,
      idle_in_transaction_session_timeout: 10_000,
    },
    { statementNameGenerator: nameStatements() },
  );
  return new PrismaClient({ adapter }).$extends(createCaslExtension());
}

/** PostgreSQL keeps the plan of a named statement, which saves it about a third of the work of a simple read. */
function nameStatements() {
  const names = new Map<string, string>();
  return ({ sql }: { sql: string }): string => {
    let name = names.get(sql);
    if (name === undefined) {
      name = names.size < NAMED_STATEMENTS ? createHash('sha256').update(sql).digest('base64url') : '';
      if (name) names.set(sql, name);
    }
    return name;
  };
}
