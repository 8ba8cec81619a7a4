import { connect, type Socket } from 'node:net';
import type { RecordableHistogram } from 'node:perf_hooks';

/** What one connection sends, over and over. `{n}` becomes a number that nothing had before, `{etag}` the last answer's. */
export interface Sequence {
  requests: string[];
  etag?: string;
}

let number = 0;

/** What the conversations share. */
export interface State {
  measuring: boolean;
  ending: boolean;
  status: number;
  everyMs: number;
  histogram: RecordableHistogram;
}

/** Asks and listens until it is time to end. @throws Error at an answer of another status, and if the server closes the connection */
export function converse(port: number, { requests, etag = '' }: Sequence, state: State): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true }, send);
  let [turn, sent, due, tag, received] = [0, 0, performance.now(), etag, ''];

  function send(): void {
    const request = requests[turn++ % requests.length]!;
    sent = performance.now();
    socket.write(request.replaceAll('{n}', () => String(number++).padStart(8, '0')).replace('{etag}', tag), 'latin1');
  }

  /** What had to wait for the answer before it counts from when it was due. */
  function sendInTime(): void {
    if (state.everyMs === 0) return send();
    due += state.everyMs;
    const early = due - performance.now();
    if (early > 0) return void setTimeout(send, early);
    send();
    sent = due;
  }

  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = bodyLength(received.slice(0, head));
    if (!received.startsWith(String(state.status), 9) || length === undefined)
      return void socket.destroy(new Error(received));
    if (received.length < head + 4 + length) return;
    if (state.measuring) state.histogram.record(Math.max(1, Math.round((performance.now() - sent) * 1_000)));
    if (etag) tag = /etag: *(\S+)/i.exec(received)![1]!;
    received = '';
    return state.ending ? void socket.end() : sendInTime();
  });
  socket.on('error', reject).on('close', () => {
    if (state.ending) resolve();
    else reject(new Error('The server closed a connection.'));
  });
  return promise;
}

/** Undefined where the answer doesn't say it, which none of the servers has a reason for. */
function bodyLength(head: string): number | undefined {
  if (/^HTTP\/1.1 (204|304)/.test(head)) return 0;
  const [, length] = /content-length: *(\d+)/i.exec(head) ?? [];
  return length === undefined ? undefined : Number(length);
}
