import type { Server as HttpServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createApp } from './app.setup.js';
import type { Config } from './config/config.js';
import { Readiness } from './health/readiness.js';

/** In production a load balancer gets this long to see that /readyz says 503 before connections are refused. */
const DRAIN_MS = 5_000;
/** What is under way then may take this long. */
const CLOSE_MS = 10_000;

export interface Server {
  url: string;
  /** Answers what is under way, then closes everything. */
  stop(): Promise<void>;
}

/** Serves the API until it is stopped. The database must be there, with its migrations (apps/cli). */
export async function serve(config: Config): Promise<Server> {
  const app = await createApp(config);
  await app.listen(config.port, config.host).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const url = await app.getUrl();
  new Logger('Homeroom').log({ event: 'listening', url });
  const stop = async () => {
    app.get(Readiness).drain();
    if (config.production) await delay(DRAIN_MS);
    const bound = new AbortController();
    // A connection that was busy when the closing began would stay open for as long as its client keeps it.
    const httpServer: HttpServer = app.getHttpServer();
    const sweep = setInterval(() => httpServer.closeIdleConnections(), 50);
    await Promise.race([app.close(), delay(CLOSE_MS, undefined, { signal: bound.signal }).catch(() => undefined)]);
    clearInterval(sweep);
    bound.abort();
  };
  return { url, stop };
}
