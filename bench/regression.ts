import type { WorkSummary } from './summary.js';
import type { WorkName } from './work.js';

/** Homeroom's share of the bare server's requests a second. */
export type Shares = Partial<Record<WorkName, number>>;

/** A share may fall by so much of what was recorded; more is no noise. */
const TOLERATED = 1 / 3;

export const sharesOf = (summaries: WorkSummary[]): Shares =>
  Object.fromEntries(summaries.map(({ work, toBare }) => [work, toBare!.requestsPerSecond.median]));

/**
 * The works whose share fell too far below the recorded one, or that were recorded and are not measured any more. Of a recorded share only
 * what is not more than the bare server's counts: where the database is the slower half, the rest is its mood and not ours.
 */
export function fallen(recorded: Shares, measured: Shares): WorkName[] {
  const works = Object.keys(recorded) as WorkName[];
  return works.filter((work) => !(measured[work]! >= Math.min(recorded[work]!, 1) * (1 - TOLERATED)));
}
