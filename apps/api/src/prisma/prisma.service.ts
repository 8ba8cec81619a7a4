import pg from 'pg';
import type { Config } from '../config/config.js';
import type { Prisma, PrismaClient } from './generated/client.js';
import { tables } from './generated/tables.js';
import { Pipeline } from './pipeline.js';
import { rawSql } from './raw-sql.js';
import { OrderedRunner, Runner } from './runner.js';
import { TableClient } from './table-client.js';

/**
 * The one way to the database that can be injected: Prisma's tables and words, on PostgreSQL's driver. Prisma's own client takes as
 * much of the processor for a statement as all else that a request does (docs/performance.md), so it is its language that is spoken
 * here, checked by its types, and not its engine.
 */
// oxlint-disable-next-line typescript/no-extraneous-class, typescript/no-unsafe-declaration-merging -- the interface is the type of the class's only instance
export abstract class PrismaService {}
export interface PrismaService extends ReturnType<typeof createPrismaService> {}

/**
 * A plan is made once for a statement, not for each of its values: that is the one which `npm run check:plans` has seen.
 * On what a disk is today, a page read out of turn costs hardly more than the next one. Told otherwise, PostgreSQL would rather gather
 * and sort what it takes for the few last rows of a list than read it in the order of an index; in a school that is newer than most
 * it is wrong about that, and they are all that follow.
 */
export const planning = '-c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan';

/** How dates are written, whatever the server or the role is set to: row-values.ts reads no other. */
const dates = '-c datestyle=ISO -c timezone=UTC';

/** Prisma's types of what there is. */
type Tables = { [Name in Uncapitalize<Prisma.ModelName>]: Pick<PrismaClient[Name], keyof TableClient> };
type Transaction = Tables & ReturnType<typeof rawSql>;

export function createPrismaService({ databaseUrl }: Pick<Config, 'databaseUrl'>) {
  const pool = createPool(databaseUrl);
  const pipeline = new Pipeline(connectionOf(databaseUrl), pool);
  const runner = new Runner(pool, pipeline);
  return {
    ...tablesOf(runner),
    ...rawSql(runner),
    /** Runs the work on one connection, all of it or nothing: what throws undoes what was written before. */
    $transaction: <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => inTransaction(pool, work),
    $disconnect: async () => {
      await Promise.all([pipeline.end(), pool.end()]);
    },
  };
}

function tablesOf(runner: Runner): Tables {
  const clients = Object.keys(tables).map((name) => [uncapitalized(name), new TableClient(runner, name)]);
  return Object.fromEntries(clients) as Tables;
}

/** `ClassTeacher` is the client's `classTeacher`. */
const uncapitalized = (name: string) => name[0]!.toLowerCase() + name.slice(1);

async function inTransaction<T>(pool: pg.Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query('BEGIN');
    const runner = new OrderedRunner(client);
    const result = await runner.during(() => work({ ...tablesOf(runner), ...rawSql(runner) }));
    const { command } = await client.query('COMMIT');
    // PostgreSQL says so, and nothing else, when a statement had failed.
    if (command !== 'COMMIT') throw new Error('The transaction had failed before its end.');
    return result;
  } catch (error) {
    // A connection that can't even do this is not used again.
    await client.query('ROLLBACK').catch((rollbackFault: Error) => (fault = rollbackFault));
    throw error;
  } finally {
    client.release(fault);
  }
}

/** For what writes: a transaction has a connection to itself for as long as it lasts. */
function createPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ ...connectionOf(databaseUrl), max: 6 });
  // The password in it would be shown with whatever shows the pool.
  Object.defineProperty(pool.options, 'connectionString', { enumerable: false });
  // One that breaks is the pool's to replace, and what was asked of it fails by itself; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

const connectionOf = (connectionString: string) => ({
  connectionString,
  // Which connections are the server's: in pg_stat_activity, and to the tests.
  application_name: 'homeroom',
  connectionTimeoutMillis: 5_000,
  // A firewall that forgets a quiet connection would be noticed only by who waits on it.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  options: `${planning} ${dates}`,
  // A statement that takes longer is a fault or an attack; it must not hold a connection.
  statement_timeout: 10_000,
  // Where not even that answer comes, because the network is silent.
  query_timeout: 11_000,
  idle_in_transaction_session_timeout: 10_000,
});
