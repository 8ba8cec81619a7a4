import type { ClientConfig, Pool, QueryConfig } from 'pg';
import type { Result } from './pipeline.js';
import { PipelineConnection } from './pipeline-connection.js';

/** A read that has not been answered after so long is a slow one, and nobody waits behind it. */
const SLOW_MS = 50;
/** The database ends a statement before this; a connection that doesn't even tell of that is dead. */
const SILENT_MS = 11_000;

interface Asked {
  statement: QueryConfig;
  answer: (result: Result | Promise<Result>) => void;
  moved?: true;
}

/** The reads that wait on one connection, in the order of their answers. */
export class Line {
  /** Whether the first in the row takes long. */
  slow = false;
  private readonly row: Asked[] = [];
  private readonly connection: PipelineConnection;
  private readonly slowTimer = setTimeout(() => this.ifStillUnanswered(() => this.moveOn()), SLOW_MS).unref();
  private readonly silentTimer = setTimeout(
    () => this.ifStillUnanswered(() => this.connection.breakOff()),
    SILENT_MS,
  ).unref();

  constructor(
    config: ClientConfig,
    private readonly pool: Pool,
  ) {
    this.connection = new PipelineConnection(config);
  }

  get waiting(): number {
    return this.row.length;
  }

  query(statement: QueryConfig): Promise<Result> {
    return new Promise((answer, reject) => {
      const asked: Asked = { statement, answer };
      if (this.row.push(asked) === 1) this.startTimers();
      this.connection.send(statement, (fault, result) => {
        this.answered(asked);
        if (fault) reject(fault);
        else answer(result!);
      });
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.slowTimer);
    await this.connection.end();
    clearTimeout(this.silentTimer);
  }

  private answered(asked: Asked): void {
    const place = this.row.indexOf(asked);
    if (place < 0) return;
    this.row.splice(place, 1);
    this.slow = false;
    if (this.row.length > 0) this.startTimers();
  }

  private startTimers(): void {
    this.slowTimer.refresh();
    this.silentTimer.refresh();
  }

  /** What has come meanwhile is read first: it may be this process that was slow. */
  private ifStillUnanswered(act: () => void): void {
    const [first] = this.row;
    setImmediate(() => {
      if (first && this.row[0] === first) act();
    });
  }

  /** The first in the row is at work; the others ask again elsewhere, and what comes of them here is not waited for. */
  private moveOn(): void {
    this.slow = true;
    for (const asked of this.row.slice(1).filter(({ moved }) => !moved)) {
      asked.moved = true;
      asked.answer(this.pool.query(asked.statement));
    }
  }
}
