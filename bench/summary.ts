import type { Sample } from './rounds.js';
import { type ServerName, serverNames } from './servers.js';
import { type Spread, spreadOf } from './statistics.js';
import { type WorkName, workNames } from './work.js';

/** Medians of the rounds with their spread. Times in microseconds, memory in MB. */
export interface Figures {
  requestsPerSecond: Spread;
  p50: Spread;
  p99: Spread;
  cpu: { server: Spread; database: Spread; load: Spread };
  /** Shares of the servers' core. */
  core: { server: Spread; others: Spread };
  memory: Spread;
}

/** The share of the servers' core that others took while the work was measured that they disturbed most. */
export const disturbance = (summaries: WorkSummary[]): number =>
  Math.max(...summaries.flatMap(({ servers }) => Object.values(servers).map(({ core }) => core.others.median)));

/** How Homeroom stands to another server; of each round by itself, as what disturbs a round disturbs both. */
export interface Ratios {
  requestsPerSecond: Spread;
  p99: Spread;
  cpu: Spread;
}

export interface WorkSummary {
  work: WorkName;
  servers: Partial<Record<ServerName, Figures>>;
  toBare?: Ratios;
  toUsual?: Ratios;
}

export function summarize(samples: Sample[]): WorkSummary[] {
  return workNames
    .map((work) => samples.filter((sample) => sample.work === work))
    .filter((measured) => measured.length > 0)
    .map((measured) => {
      const of = (name: ServerName) => measured.filter(({ server }) => server === name);
      const there = serverNames.filter((name) => of(name).length > 0);
      return {
        work: measured[0]!.work,
        servers: Object.fromEntries(there.map((name) => [name, figures(of(name))])),
        toBare: ratios(of('homeroom'), of('bare')),
        toUsual: ratios(of('homeroom'), of('usual')),
      };
    });
}

function figures(samples: Sample[]): Figures {
  const spread = (of: (sample: Sample) => number) => spreadOf(samples.map(of));
  return {
    requestsPerSecond: spread((sample) => sample.requestsPerSecond),
    p50: spread((sample) => sample.p50),
    p99: spread((sample) => sample.p99),
    cpu: {
      server: spread((sample) => sample.cpu.server),
      database: spread((sample) => sample.cpu.database),
      load: spread((sample) => sample.cpu.load),
    },
    core: { server: spread((sample) => sample.core.server), others: spread((sample) => sample.core.others) },
    memory: spread((sample) => sample.memory),
  };
}

function ratios(ours: Sample[], theirs: Sample[]): Ratios | undefined {
  const pairs = ours.flatMap((sample) => {
    const other = theirs.find(({ round }) => round === sample.round);
    return other ? [[sample, other] as const] : [];
  });
  if (pairs.length === 0) return undefined;
  const spread = (of: (sample: Sample) => number) => spreadOf(pairs.map(([one, other]) => of(one) / of(other)));
  return {
    requestsPerSecond: spread((sample) => sample.requestsPerSecond),
    p99: spread((sample) => sample.p99),
    cpu: spread((sample) => sample.cpu.server),
  };
}
