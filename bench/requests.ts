import type { Credentials } from './credentials.js';
import type { Sequence } from './conversation.js';
import type { Ask, Turn } from './work.js';

/** What each connection sends to the server that these credentials are for. */
export async function sequencesOf(turns: Turn[], credentials: Credentials): Promise<Sequence[]> {
  const sequences: Sequence[] = [];
  for (const [connection, { asks, etag }] of turns.entries()) {
    const requests: string[] = [];
    for (const [index, ask] of asks.entries()) {
      const address = `10.${connection}.${index >> 8}.${index & 255}`;
      requests.push(textOf(ask, { 'x-forwarded-for': address, ...(await credentials.headers(ask.actor)) }));
    }
    sequences.push({ requests, etag });
  }
  return sequences;
}

/**
 * The request as it goes over the wire. The usual server counts the hits of each address, at a cost that grows with them, so it
 * is told of as many addresses as there are different requests, by the header that a proxy would set.
 */
function textOf({ method, path, body = '', headers: own }: Ask, headers: Record<string, string>): string {
  const length = String(Buffer.byteLength(body.replaceAll('{n}', '00000000')));
  const all = { host: 'bench.example', ...headers, ...own, ...(body && { 'content-length': length }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
