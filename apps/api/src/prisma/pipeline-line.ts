import pg, { type ClientConfig, type QueryConfig } from 'pg';
import type { Result } from './pipeline.js';

/** A read that has not been answered after so long is a slow one, and nobody waits behind it. */
const SLOW_MS = 50;

interface Asked {
  statement: QueryConfig;
  answer: (result: Result | Promise<Result>) => void;
  moved?: true;
}

/** One connection of the pipeline: made when it is first needed, and again after it broke. */
export class Line {
  /** Whether the first in the row takes long. */
  slow = false;
  private readonly row: Asked[] = [];
  private client?: Promise<pg.Client>;
  private corked = false;
  private readonly timer = setTimeout(() => this.look(), SLOW_MS).unref();

  constructor(
    private readonly config: ClientConfig,
    private readonly pool: pg.Pool,
  ) {}

  get waiting(): number {
    return this.row.length;
  }

  query(statement: QueryConfig): Promise<Result> {
    return new Promise((answer, reject) => {
      const asked = { statement, answer };
      if (this.row.push(asked) === 1) this.timer.refresh();
      this.send(statement)
        .then(answer, reject)
        .finally(() => this.answered(asked));
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await (await this.client?.catch(() => undefined))?.end();
  }

  private async send(statement: QueryConfig): Promise<Result> {
    this.client ??= this.connect();
    const client = await this.client;
    this.corkForThisTurn(client);
    return client.query(statement);
  }

  private connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.config, pipeline: true });
    const connected = client.connect().then(() => client);
    const forget = () => {
      if (this.client === connected) this.client = undefined;
    };
    client.once('end', forget).on('error', forget);
    connected.catch(forget);
    return connected;
  }

  private corkForThisTurn({ connection: { stream } }: pg.Client): void {
    if (this.corked) return;
    this.corked = true;
    stream.cork();
    setImmediate(() => {
      this.corked = false;
      stream.uncork();
    });
  }

  private answered(asked: Asked): void {
    this.row.splice(this.row.indexOf(asked), 1);
    this.slow = false;
    if (this.row.length > 0) this.timer.refresh();
  }

  /** What has come meanwhile is read first: it may be this process that was slow. */
  private look(): void {
    const [first] = this.row;
    setImmediate(() => {
      if (this.row[0] === first) this.moveOn();
    });
  }

  /** The first in the row is at work; the others ask again elsewhere, and what comes of them here is not waited for. */
  private moveOn(): void {
    this.slow = this.row.length > 0;
    for (const asked of this.row.slice(1).filter(({ moved }) => !moved)) {
      asked.moved = true;
      asked.answer(this.pool.query(asked.statement));
    }
  }
}
