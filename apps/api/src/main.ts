import type { Config } from './config/config.js';
import { createApp } from './app.setup.js';

export interface Server {
  url: string;
  /** Answers what is under way, for ten seconds at most, then closes everything. */
  stop(): Promise<void>;
}

/** Serves the API until it is stopped. The database must be there, with its migrations (apps/cli). */
export async function serve(config: Config): Promise<Server> {
  const app = await createApp(config);
  await app.listen(config.port, config.host).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  return { url: (await app.getUrl()).replace('[::1]', 'localhost'), stop: () => stopWithin(10_000, app.close()) };
}

async function stopWithin(milliseconds: number, stopped: Promise<void>): Promise<void> {
  await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
}
