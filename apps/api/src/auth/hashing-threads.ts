import { readdirSync, readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Lets the threads that hash give way to the one that answers, where Linux tells them apart (a thread has a niceness of its own
 * there, sched(7)): a login takes tens of milliseconds, and all others would wait that long for the processor.
 */
export function letHashingGiveWay(): void {
  for (const thread of libuvThreads()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // Whoever runs this may have made the whole process nicer than that, or may not let it speak of priorities.
    }
  }
}

function libuvThreads(): number[] {
  try {
    const threads = readdirSync('/proc/self/task').map(Number);
    return threads.filter((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith('libuv-worker'));
  } catch {
    return [];
  }
}
