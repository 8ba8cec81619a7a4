import { type DestinationStream, pino } from 'pino';

/** Lines beyond so many characters don't wait for the end of their turn. */
const AT_MOST = 16_000;

let output: DestinationStream | undefined;

/**
 * Standard output, with one write for all lines of a turn of the event loop. It is written to by the loop itself: libuv's threads
 * would cost more than the write, and lines would wait there behind the hashing of passwords. Where nobody takes the lines any more,
 * the server waits rather than go on unlogged or gather them without end.
 */
export function logOutput(): DestinationStream {
  output ??= byTurns();
  return output;
}

function byTurns(): DestinationStream {
  const file = pino.destination({ dest: 1, sync: true, minLength: AT_MOST });
  let due = false;
  const flush = () => {
    due = false;
    file.flush();
  };
  process.once('exit', flush);
  return {
    write(line) {
      file.write(line);
      if (due) return;
      due = true;
      setImmediate(flush);
    },
  };
}
