import { connect, type Socket } from 'node:net';
import { received } from './answers.js';
import type { Answer } from './client.js';
import { url } from './school.js';

/** Sends these bytes over a connection of its own, and reads the first answer once the server has closed it. */
export async function exchange(bytes: string | Buffer, to = url()): Promise<Answer> {
  return parse(await converse(bytes, to));
}

/** Sends these bytes over a connection of its own, for a client that goes before it has an answer. */
export async function send(bytes: string, to: Promise<string> | string = url()): Promise<Socket> {
  const { hostname, port } = new URL(await to);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return socket;
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
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      receivedAsText(bytes.toString('latin1'), text);
      resolve(text);
    });
    socket.setTimeout(15_000, () => {
      socket.destroy();
      reject(new Error('the server neither answered nor closed the connection'));
    });
  });
}

function parse(text: string): Answer {
  const { status, headers, body } = readAnswer(text);
  return {
    status,
    headers,
    body: headers.get('content-type')?.includes('json') && body.startsWith('{') ? JSON.parse(body) : body,
  };
}

/** The first answer of the text. What follows it is taken for its body where no length is said. */
function readAnswer(text: string, method = 'GET') {
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1] ?? 0);
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const length = status < 200 || method === 'HEAD' ? 0 : Number(headers.get('content-length') ?? text.length);
  return { status, headers, body: text.slice(end + 4, end + 4 + length), rest: text.slice(end + 4 + length) };
}

/** Holds each answer to the definition: the first belongs to the first request line that was sent, and so on. */
export function receivedAsText(sent: string, text: string): void {
  const requests = sent.matchAll(/([A-Z-]+) (\S+) HTTP\/1\.[01]\r/g);
  for (let rest = text; rest !== '';) {
    const [, method, target] = rest.startsWith('HTTP/1.1 1') ? [] : (requests.next().value ?? []);
    const answer = readAnswer(rest, method);
    const body = Buffer.from(answer.body, 'latin1').toString();
    // What is not understood as a request is refused like one for no path of this API.
    if (answer.status >= 200) received({ ...answer, body, method: method ?? 'GET', target: target ?? '/' });
    rest = answer.rest;
  }
}

/** A request as text: `lines` are its header lines besides Host, and the connection closes after the answer. */
export function request(start: string, lines: string[] = [], body = ''): string {
  return [`${start} HTTP/1.1`, 'Host: homeroom.test', 'Connection: close', ...lines, '', body].join('\r\n');
}
