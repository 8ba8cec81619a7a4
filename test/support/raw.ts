import { connect } from 'node:net';
import type { Answer } from './client.js';
import { url } from './school.js';

/** Sends these bytes over a connection of its own, and reads the first answer once the server has closed it. */
export async function exchange(bytes: string | Buffer, to = url()): Promise<Answer> {
  return parse(await converse(bytes, to));
}

/** All that the server says before it closes the connection. */
export async function converse(bytes: string | Buffer, to: Promise<string> | string = url()): Promise<string> {
  const { hostname, port } = new URL(await to);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server that refuses may close before it has read everything.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.setTimeout(15_000, () => {
      socket.destroy();
      reject(new Error('the server neither answered nor closed the connection'));
    });
  });
}

function parse(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1] ?? 0);
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = text.slice(end + 4);
  return {
    status,
    headers,
    body: headers.get('content-type')?.includes('json') && body.startsWith('{') ? JSON.parse(body) : body,
  };
}

/** A request as text: `lines` are its header lines besides Host, and the connection closes after the answer. */
export function request(start: string, lines: string[] = [], body = ''): string {
  return [`${start} HTTP/1.1`, 'Host: homeroom.test', 'Connection: close', ...lines, '', body].join('\r\n');
}
