import { once } from 'node:events';
import { createServer } from 'node:net';

/** The server can't listen where the settings say. */
export class PortError extends Error {}

/** Of which settings it is told: `MANAGEMENT_` for `MANAGEMENT_PORT` and `MANAGEMENT_HOST`. */
type Prefix = '' | 'MANAGEMENT_';

const reasons: Record<string, (host: string, port: number, of: Prefix) => string> = {
  EADDRINUSE: (host, port, of) => `Port ${port} of ${host} is taken: stop what listens there, or set ${of}PORT.`,
  EACCES: (host, port, of) =>
    `Port ${port} of ${host} may not be listened on by this user: set ${of}PORT to one above 1023.`,
  EADDRNOTAVAIL: (host, _, of) => `${host} is no address of this machine: correct ${of}HOST.`,
  ENOTFOUND: (host, _, of) => `${host} is no address of this machine: correct ${of}HOST.`,
};

/** What a failed listen() means, if it is one. */
export function portError(
  error: unknown,
  { host, port }: { host: string; port: number },
  of: Prefix = '',
): PortError | undefined {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  return reason && new PortError(reason(host, port, of));
}

/** Listens for a moment, so that a taken port is found before anything else is started. @throws PortError */
export async function requireFreePort(host: string, port: number, of: Prefix = ''): Promise<void> {
  const server = createServer().listen({ host, port });
  await once(server, 'listening').catch((error: unknown) => {
    throw portError(error, { host, port }, of) ?? error;
  });
  server.close();
  await once(server, 'close');
}
