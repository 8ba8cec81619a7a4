import { once } from 'node:events';
import { createServer } from 'node:net';

/** The server can't listen where the settings say. */
export class PortError extends Error {}

const reasons: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) => `Port ${port} of ${host} is taken: stop what listens there, or set PORT.`,
  EACCES: (host, port) => `Port ${port} of ${host} may not be listened on by this user: set PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this machine: correct HOST.`,
  ENOTFOUND: (host) => `${host} is no address of this machine: correct HOST.`,
};

/** What a failed listen() means, if it is one. */
export function portError(error: unknown, { host, port }: { host: string; port: number }): PortError | undefined {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return reason && new PortError(reason(host, port));
}

/** Listens for a moment, so that a taken port is found before anything else is started. @throws PortError */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const server = createServer().listen({ host, port });
  await once(server, 'listening').catch((error: unknown) => {
    throw portError(error, { host, port }) ?? error;
  });
  server.close();
  await once(server, 'close');
}
