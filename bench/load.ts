import { createHistogram } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { converse, type Sequence } from './conversation.js';
import { busyServerCore, cpuOf, cpuOfFamily } from './processes.js';

/*
 * The load, a process of its own: connections that each send a request, wait for the whole answer, and send the next. It is as
 * small as that, because it shares its core with the database: autocannon costs 15 µs a request and tells time in milliseconds.
 */
export interface Job {
  port: number;
  /** Whose processor time is read at the start and the end of the measured time. */
  pids: { server: number; database: number };
  warmUpMs: number;
  measureMs: number;
  /** Each connection sends a request so often, and not as soon as it has its answer. */
  everyMs?: number;
  status: number;
  connections: Sequence[];
}

/** Times in microseconds; those of the processor for each request. */
export interface Measured {
  requestsPerSecond: number;
  p50: number;
  p99: number;
  cpu: { server: number; database: number; load: number };
  /** The shares of the servers' core that the server had, and that others took from it. */
  core: { server: number; others: number };
}

process.on('message', (job: Job) => {
  void measure(job).then(
    (measured) => process.send!({ measured }),
    (error: Error) => process.send!({ fault: error.message }),
  );
});
process.on('disconnect', () => process.exit());

async function measure({ port, pids, warmUpMs, measureMs, everyMs = 0, status, connections }: Job): Promise<Measured> {
  const histogram = createHistogram();
  const state = { measuring: false, ending: false, status, everyMs, histogram };
  const all = Promise.all(connections.map((sequence) => converse(port, sequence, state)));
  const [used, start] = await Promise.race([all, delay(warmUpMs)]).then(() => {
    state.measuring = true;
    return [cpu(pids), performance.now()] as const;
  });
  await Promise.race([all, delay(measureMs)]);
  state.measuring = false;
  const [usedNow, seconds] = [cpu(pids), (performance.now() - start) / 1_000];
  state.ending = true;
  await all;
  const during = (name: keyof typeof used) => usedNow[name] - used[name];
  const each = (name: keyof typeof used) => during(name) / histogram.count;
  const share = (micros: number) => micros / 1_000_000 / seconds;
  return {
    requestsPerSecond: histogram.count / seconds,
    p50: histogram.percentile(50),
    p99: histogram.percentile(99),
    cpu: { server: each('server'), database: each('database'), load: each('load') },
    core: { server: share(during('server')), others: Math.max(0, share(during('core') - during('server'))) },
  };
}

const cpu = ({ server, database }: Job['pids']) => ({
  server: cpuOf(server),
  database: cpuOfFamily(database),
  load: cpuOf(process.pid),
  core: busyServerCore(),
});
