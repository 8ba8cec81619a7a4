import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { securityHeaders } from '../common/headers.js';
import type { Config } from '../config/config.js';
import { version } from '../openapi/version.js';

/** What is true of the process, whoever serves in it: counted once. */
const ofProcess = new Registry();

/**
 * Serves GET /metrics to the people who run it, on a port of its own that is bound to loopback unless the settings say otherwise, and
 * nothing else. It asks for no credential, so its labels hold neither secrets nor personal data.
 *
 * @throws if it can't listen there
 */
export async function startManagement(registry: Registry, { host, port }: Config['management']) {
  if (ofProcess.getMetricsAsArray().length === 0) countProcess();
  const all = Registry.merge([ofProcess, registry]);
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    void answer(all, request, response).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { url: urlOf(server), stop: () => stopped(server) };
}

function countProcess(): void {
  collectDefaultMetrics({ register: ofProcess });
  const build = new Gauge({
    name: 'homeroom_build_info',
    help: 'Which version runs, on which Node.',
    labelNames: ['version', 'node'],
    registers: [ofProcess],
  });
  build.set({ version, node: process.version }, 1);
}

async function answer(registry: Registry, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = url === '/metrics' && (method === 'GET' || method === 'HEAD');
  const text = found ? await registry.metrics() : 'Not found\n';
  const type = found ? registry.contentType : 'text/plain; charset=utf-8';
  response.writeHead(found ? 200 : 404, { ...securityHeaders, 'Content-Type': type }).end(text);
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function stopped(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
}
