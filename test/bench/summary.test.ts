import type { Sample } from '../../bench/rounds.js';
import { disturbance, summarize } from '../../bench/summary.js';

const sample = (server: Sample['server'], round: number, requestsPerSecond: number, others = 0): Sample => ({
  work: 'W1',
  server,
  round,
  requestsPerSecond,
  p50: 100,
  p99: server === 'homeroom' ? 300 : 200,
  cpu: { server: 50, database: 20, load: 10 },
  core: { server: 1 - others, others },
  memory: 100,
});

it('compares the servers within each round, as what disturbs a round disturbs both', () => {
  const [summary] = summarize([
    sample('bare', 1, 1_000),
    sample('homeroom', 1, 600),
    sample('bare', 2, 200),
    sample('homeroom', 2, 140),
    sample('bare', 3, 1_000),
    sample('homeroom', 3, 500),
  ]);
  expect(summary!.servers.bare!.requestsPerSecond).toEqual({ median: 1_000, min: 200, max: 1_000 });
  expect(summary!.toBare!.requestsPerSecond).toEqual({ median: 0.6, min: 0.5, max: 0.7 });
  expect(summary!.toBare!.p99.median).toBe(1.5);
});

it('compares with nothing where another server was not measured', () => {
  const [summary] = summarize([sample('bare', 1, 1_000), sample('homeroom', 1, 600)]);
  expect(summary!.toUsual).toBeUndefined();
  expect(Object.keys(summary!.servers)).toEqual(['bare', 'homeroom']);
});

it('takes the middle of an even number of rounds', () => {
  const [summary] = summarize([1, 2, 3, 4].map((round) => sample('homeroom', round, round * 100)));
  expect(summary!.servers.homeroom!.requestsPerSecond.median).toBe(250);
});

it('says how much of the core others took where they took most', () => {
  const summaries = summarize([sample('bare', 1, 1_000, 0.02), sample('homeroom', 1, 600, 0.4)]);
  expect(disturbance(summaries)).toBe(0.4);
});
