import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import type { Result } from './pipeline.js';
import { rowValues } from './row-values.js';
import type { Statement } from './statement.js';

/** So many distinct statements keep a name (and with it a plan) on each connection; further ones are planned anew each time. */
const NAMED_STATEMENTS = 1_000;

const names = new Map<string, string>();

/** PostgreSQL keeps the plan of a named statement, which saves it about a third of the work of a simple read. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = names.size < NAMED_STATEMENTS ? createHash('sha256').update(text).digest('base64url') : '';
    if (name) names.set(text, name);
  }
  return name;
}

/** Whatever takes a statement: a pool, a connection, or the pipeline. */
interface Connections {
  query(statement: QueryConfig): Promise<Result>;
}

/** Sends statements to the database, each under its name. */
export class Runner {
  constructor(
    private readonly connections: Connections,
    private readonly reads: Connections = connections,
  ) {}

  run(statement: Statement): Promise<Result> {
    return this.connections.query(named(statement));
  }

  /** A statement that changes nothing, and may for that reason be sent twice. */
  read(statement: Statement): Promise<Result> {
    return this.reads.query(named(statement));
  }
}

const named = ({ text, values }: Statement) => ({ name: nameOf(text), text, values, types: rowValues });

/** Sends statements on one connection: one after another, however many are asked for at once. */
export class OrderedRunner extends Runner {
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  /** Takes statements until the work has ended, and waits for what is under way then: what came later would be outside of a transaction. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.closed = true;
      await this.last;
    }
  }

  override run(statement: Statement): Promise<Result> {
    return this.inTurn(() => super.run(statement));
  }

  override read(statement: Statement): Promise<Result> {
    return this.inTurn(() => super.read(statement));
  }

  private inTurn(send: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(() => {
      if (this.closed) throw new Error('The transaction is over.');
      return send();
    });
    this.last = result.catch(() => undefined);
    return result;
  }
}
