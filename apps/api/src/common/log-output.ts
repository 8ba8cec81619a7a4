import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

const STANDARD_OUTPUT = 1;
/** So many bytes wait for a reader that has fallen behind. Further lines are lost, and how many is told as soon as it can be. */
const WAITING_AT_MOST = 16 * 1024 * 1024;
const TRY_AGAIN_MS = 10;
/** The end of a process waits so long for its last lines to be taken. */
const LAST_MS = 1_000;

let lines = '';
let unwritten: Buffer = Buffer.alloc(0);
let lost = 0;
let due: NodeJS.Immediate | NodeJS.Timeout | undefined;

/**
 * Standard output, with one write for all lines of a turn of the event loop. It is written to by the loop itself: libuv's threads
 * would cost more than the write, and lines would wait there behind the hashing of passwords. A reader that is slow or gone stops
 * nobody.
 */
export const logOutput: DestinationStream & { flushSync(): void } = {
  write(line) {
    if (unwritten.length + lines.length > WAITING_AT_MOST) lost += 1;
    else lines += line;
    due ??= setImmediate(flush);
  },
  // pino's, for the line that may be a process's last.
  flushSync: flush,
};

process.once('exit', () => {
  flush();
  for (const end = Date.now() + LAST_MS; unwritten.length > 0 && Date.now() < end; flush()) pause(TRY_AGAIN_MS);
});

function flush(): void {
  due = undefined;
  const told =
    lost > 0 ? `${JSON.stringify({ level: 50, time: new Date(), lost, msg: 'lines of the log were lost' })}\n` : '';
  unwritten = Buffer.concat([unwritten, Buffer.from(lines + told)]);
  [lines, lost] = ['', 0];
  try {
    while (unwritten.length > 0) unwritten = unwritten.subarray(writeSync(STANDARD_OUTPUT, unwritten));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') due = setTimeout(flush, TRY_AGAIN_MS).unref();
    // There is no reader any more, or no room: nothing that a server should end for.
    else unwritten = Buffer.alloc(0);
  }
}

/** Nothing else is left to be done meanwhile. */
const pause = (milliseconds: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
