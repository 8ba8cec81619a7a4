import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * A port on which nobody listens, for who will later. It is below those that systems give to who asks for any, or a test that runs
 * beside this one could be given it meanwhile.
 */
export async function freePort(): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return String(port);
  }
  throw new Error('No port is free.');
}
