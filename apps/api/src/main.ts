import type { Server as HttpServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Registry } from 'prom-client';
import { createApp } from './app.setup.js';
import type { Config } from './config/config.js';
import { Readiness } from './health/readiness.js';
import { startManagement } from './metrics/management.js';

const logger = new Logger('Homeroom');

/** In production a load balancer gets this long to see that /readyz says 503 before connections are refused. */
const DRAIN_MS = 5_000;
/** What is under way then may take this long. */
const CLOSE_MS = 10_000;

export interface Server {
  url: string;
  /** Where /metrics is; nowhere if its port was taken and nobody had asked for it. */
  managementUrl?: string;
  /** Answers what is under way, then closes everything. */
  stop(): Promise<void>;
}

/** Serves the API until it is stopped. The database must be there, with its migrations (apps/cli). */
export async function serve(config: Config): Promise<Server> {
  const metrics = new Registry();
  const app = await createApp(config, metrics);
  const giveUp = async (error: unknown) => {
    await app.close();
    throw error;
  };
  await app.listen(config.port, config.host).catch(giveUp);
  const url = await app.getUrl();
  const management = await manage(metrics, config).catch(giveUp);
  const managementUrl = management?.url;
  logger.log({ event: 'listening', url, managementUrl });
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
    // Last, so that the end can be watched.
    await management?.stop();
  };
  return { url, managementUrl, stop };
}

/** Two servers on one machine are everyday while one develops, and shouldn't need a setting. */
async function manage(metrics: Registry, { management }: Config) {
  try {
    return await startManagement(metrics, management);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (management.required || code !== 'EADDRINUSE') throw error;
    logger.warn({ event: 'metrics.unavailable', port: management.port }, 'the port is taken: there is no /metrics');
    return undefined;
  }
}
