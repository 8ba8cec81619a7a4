import pg, { type ClientConfig, type QueryConfig } from 'pg';
import type { Result } from './pipeline.js';

/** A read that has not been answered after so long is a slow one, and nobody waits behind it. */
const SLOW_MS = 50;
/** The database ends a statement before this; a connection that doesn't even tell of that is dead. */
const SILENT_MS = 11_000;
const GOODBYE_MS = 2_000;

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
  private client?: pg.Client;
  private connecting?: Promise<pg.Client>;
  private ended = false;
  private corked = false;
  private readonly slowTimer = setTimeout(() => this.ifStillUnanswered(() => this.moveOn()), SLOW_MS).unref();
  private readonly silentTimer = setTimeout(() => this.ifStillUnanswered(() => this.breakOff()), SILENT_MS).unref();

  constructor(
    private readonly config: ClientConfig,
    private readonly pool: pg.Pool,
  ) {}

  get waiting(): number {
    return this.row.length;
  }

  query(statement: QueryConfig): Promise<Result> {
    return new Promise((answer, reject) => {
      const asked: Asked = { statement, answer };
      if (this.row.push(asked) === 1) this.startTimers();
      // The driver's own promises cost as much as the rest of this; it is told what to call instead.
      const answered = (fault: Error | null | undefined, result?: Result) => {
        this.answered(asked);
        if (fault) reject(fault);
        else answer(result!);
      };
      if (this.client) this.send(this.client, statement, answered);
      else this.connect().then((client) => this.send(client, statement, answered), answered);
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    clearTimeout(this.slowTimer);
    const client = await this.connecting?.catch(() => undefined);
    // A connection that has fallen silent doesn't say goodbye either.
    const patience = setTimeout(() => this.breakOff(client), GOODBYE_MS);
    await client?.end();
    clearTimeout(patience);
    clearTimeout(this.silentTimer);
  }

  private send(client: pg.Client, statement: QueryConfig, answered: (fault: Error, result: Result) => void): void {
    this.corkForThisTurn(client);
    client.query(statement, answered);
  }

  private connect(): Promise<pg.Client> {
    if (this.ended) return Promise.reject(new Error('The server is being stopped.'));
    if (this.connecting) return this.connecting;
    const client = new pg.Client({ ...this.config, query_timeout: undefined, pipeline: true });
    const connecting = client.connect().then(() => (this.client = client));
    this.connecting = connecting;
    const forget = () => {
      if (this.client === client) this.client = undefined;
      if (this.connecting === connecting) this.connecting = undefined;
      this.breakOff(client);
    };
    client.once('end', forget).on('error', forget);
    connecting.catch(forget);
    return connecting;
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

  /** Whoever waits here is told so by the driver. */
  private breakOff(client = this.client): void {
    client?.connection.stream.destroy();
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
