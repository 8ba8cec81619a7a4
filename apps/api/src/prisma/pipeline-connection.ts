import pg, { type ClientConfig, type QueryConfig } from 'pg';
import type { Result } from './pipeline.js';

type Answered = (fault: Error | null | undefined, result?: Result) => void;

const GOODBYE_MS = 2_000;

/** A connection in pg's pipeline mode: made when it is first needed, and again after it broke. */
export class PipelineConnection {
  private client?: pg.Client;
  private connecting?: Promise<pg.Client>;
  private ended = false;
  private corked = false;

  readonly #config: ClientConfig;

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /** Goes with all else of this turn of the event loop. (The driver's own promises cost as much as the rest of it, so it calls back.) */
  send(statement: QueryConfig, answered: Answered): void {
    if (this.client) this.write(this.client, statement, answered);
    else this.connect().then((client) => this.write(client, statement, answered), answered);
  }

  /** Whoever waits for an answer is told so by the driver. */
  breakOff(client = this.client): void {
    client?.connection.stream.destroy();
  }

  async end(): Promise<void> {
    this.ended = true;
    const client = await this.connecting?.catch(() => undefined);
    // One that has fallen silent doesn't say goodbye either.
    const patience = setTimeout(() => this.breakOff(client), GOODBYE_MS);
    await client?.end();
    clearTimeout(patience);
  }

  private connect(): Promise<pg.Client> {
    if (this.ended) return Promise.reject(new Error('The server is being stopped.'));
    if (this.connecting) return this.connecting;
    // How long an answer may take is for who asks to say (pipeline-line.ts).
    const client = new pg.Client({ ...this.#config, query_timeout: undefined, pipeline: true });
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

  private write(client: pg.Client, statement: QueryConfig, answered: Answered): void {
    this.corkForThisTurn(client);
    client.query(statement, answered);
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
}
