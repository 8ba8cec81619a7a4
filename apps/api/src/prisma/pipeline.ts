import type { ClientConfig, Pool, QueryConfig, QueryResult } from 'pg';
import { Line } from './pipeline-line.js';

export type Result = QueryResult<Record<string, unknown>>;

/** So many connections take reads in a row, and so many reads may wait on one. */
const LINES = 4;
const ROW = 16;

/**
 * Reads that don't wait for each other's answers: what the requests of one turn of the event loop ask goes in one write to one
 * connection (libpq calls it pipeline mode). Written one by one, and each answer read by itself, they would cost half as much again.
 *
 * Who stands behind a read that takes long asks again in the pool, where each has a connection to itself; a read may be asked twice.
 */
export class Pipeline {
  private readonly lines: Line[];
  private current?: Line;

  constructor(
    config: ClientConfig,
    private readonly pool: Pool,
  ) {
    this.lines = Array.from({ length: LINES }, () => new Line(config, pool));
  }

  query(statement: QueryConfig): Promise<Result> {
    const line = this.lineOfThisTurn();
    return line.slow || line.waiting >= ROW ? this.pool.query(statement) : line.query(statement);
  }

  async end(): Promise<void> {
    await Promise.all(this.lines.map((line) => line.end()));
  }

  private lineOfThisTurn(): Line {
    if (!this.current) {
      const able = this.lines.filter((line) => !line.slow);
      const choice = able.length > 0 ? able : this.lines;
      this.current = choice.reduce((least, line) => (line.waiting < least.waiting ? line : least));
      setImmediate(() => (this.current = undefined));
    }
    return this.current;
  }
}
