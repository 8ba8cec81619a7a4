import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Client, type QueryConfig } from 'pg';
import { Config } from '../config/config.js';

const CHANNEL = 'identity';
/** Twice a second the connection is tried; unheard for this long, nothing remembered is believed. */
const HEARTBEAT_MS = 400;
const SILENCE_MS = 1_000;

/**
 * Tells of every change to a session, member, user or school, whoever made it: the database's own triggers send it (NOTIFY), so
 * that another instance, or a statement typed by hand, is heard like our own code, within a second.
 * Needs a connection of its own that no pooler shares between transactions.
 */
@Injectable()
export class IdentityChanges implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('IdentityChanges');
  private readonly listeners: ((id: string | undefined) => void)[] = [];
  private client?: Client;
  private timer?: NodeJS.Timeout;
  private heardAt = 0;
  private beating = false;
  private last: Promise<unknown> = Promise.resolve();
  private next?: Promise<unknown>;
  /** How many changes have been told. */
  count = 0;

  constructor(private readonly config: Config) {}

  /** The listener gets the id of what changed, or undefined when something may have been missed. */
  onChange(listener: (id: string | undefined) => void): void {
    this.listeners.push(listener);
  }

  /** Whether the database was heard lately, so that what is remembered can be believed. */
  heard(): boolean {
    return Date.now() - this.heardAt < SILENCE_MS;
  }

  /** Resolves when every change that was committed before this call has been told here. */
  async settled(): Promise<void> {
    await this.ask().catch(() => this.tell(undefined));
  }

  /** PostgreSQL delivers what is pending before it answers, so an answer is the proof. Who asks while one is awaited shares the next. */
  private ask(): Promise<unknown> {
    this.next ??= this.last
      .catch(() => undefined)
      .then<unknown>(() => {
        this.next = undefined;
        const beat = { text: 'SELECT 1', query_timeout: SILENCE_MS } as QueryConfig;
        return (this.last = this.client?.query(beat) ?? Promise.resolve());
      });
    return this.next;
  }

  async onModuleInit(): Promise<void> {
    // A start fails with it, and the machine may be busy.
    await this.connect(5_000);
    this.timer = setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(patience: number): Promise<void> {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      connectionTimeoutMillis: patience,
      query_timeout: patience,
      keepAlive: true,
    });
    client.on('notification', ({ payload }) => this.tell(payload));
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    const listening = client.connect().then(() => client.query(`LISTEN ${CHANNEL}`));
    await listening.catch((error: unknown) => {
      void client.end().catch(() => undefined);
      throw error;
    });
    this.client = client;
    this.tell(undefined);
    this.heardAt = Date.now();
  }

  private async beat(): Promise<void> {
    if (this.beating) return;
    this.beating = true;
    const { client } = this;
    const asked = Date.now();
    try {
      if (!client) await this.connect(2_000);
      else {
        await this.ask();
        this.heardAt = asked;
      }
    } catch (error) {
      this.logger.warn({ code: (error as { code?: string }).code }, 'the database is not heard');
      if (client) this.lose(client);
    } finally {
      this.beating = false;
    }
  }

  private lose(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.heardAt = 0;
    client.removeAllListeners('notification');
    void client.end().catch(() => undefined);
    this.tell(undefined);
  }

  private tell(id: string | undefined): void {
    this.count += 1;
    for (const listener of this.listeners) listener(id);
  }
}
