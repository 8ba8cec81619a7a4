import type { Growth } from './growth.js';
import type { Estimate, Quartiles } from './distributions.js';
import type { Spread } from './statistics.js';
import type { Ratios, WorkSummary } from './summary.js';
import { GROWTH, p99ToBare, toBare, toUsual } from './targets.js';
import type { Timing } from './timing.js';
import { works } from './works.js';

const whole = (number: number) => Math.round(number).toLocaleString('en');
const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;
const times = (ratio: number) => `${ratio.toFixed(2)} ×`;
const milliseconds = (micros: number) => (micros / 1_000).toFixed(2);
const within = ({ median, min, max }: Spread, show: (number: number) => string) =>
  `${show(median)} (${show(min)}–${show(max)})`;

/** Every figure of every server. */
export function figuresTable(summaries: WorkSummary[]): string {
  const rows = summaries.flatMap(({ work, servers }) =>
    Object.entries(servers).map(([server, { requestsPerSecond, p50, p99, cpu, core, memory }]) => [
      `${work} ${works[work].title}`,
      server,
      within(requestsPerSecond, whole),
      milliseconds(p50.median),
      milliseconds(p99.median),
      whole(cpu.server.median),
      percent(core.server.median),
      whole(cpu.database.median),
      whole(cpu.load.median),
      whole(memory.max),
    ]),
  );
  const head = [
    'work',
    'server',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'core',
    'database µs',
    'load µs',
    'RSS MB',
  ];
  return markdown([head, ...rows], 2);
}

/** Homeroom beside the others, and beside what it is to reach. */
export function ratiosTable(summaries: WorkSummary[]): string {
  const rows = summaries.map(({ work, toBare: bare, toUsual: usual }) => [
    `${work} ${works[work].title}`,
    ...(bare
      ? [within(bare.requestsPerSecond, percent), verdict(bare, toBare[work]), percent(bare.cpu.median)]
      : ['', '', '']),
    ...(bare ? [times(bare.p99.median), met(bare.p99.median <= p99ToBare, `≤ ${p99ToBare} ×`)] : ['', '']),
    ...(usual
      ? [within(usual.requestsPerSecond, times), met(usual.requestsPerSecond.median >= toUsual, `≥ ${toUsual} ×`)]
      : ['', '']),
  ]);
  return markdown(
    [['Homeroom', 'of bare', 'target', 'CPU', 'p99 of bare', 'target', 'of usual', 'target'], ...rows],
    1,
  );
}

const verdict = ({ requestsPerSecond }: Ratios, target: number | undefined) =>
  target === undefined ? '' : met(requestsPerSecond.median >= target, `≥ ${percent(target)}`);
const met = (is: boolean, target: string) => `${target}: ${is ? 'met' : 'not met'}`;

/** The p50 on more and more students, and how many times that of the fewest it is. */
export function growthTable({ students, p50 }: Growth): string {
  const rows = Object.entries(p50).map(([name, spreads]) => {
    const least = spreads[0]!.median;
    const most = Math.max(...spreads.map(({ median }) => median / least));
    return [name, ...spreads.map(({ median }) => `${milliseconds(median)} ms`), met(most <= GROWTH, `≤ ${GROWTH} ×`)];
  });
  const first = p50.W2!;
  const deep = p50['last page']!.map(({ median }, index) => times(median / first[index]!.median));
  const head = ['p50', ...students.map((number) => `${whole(number)} students`), 'target'];
  return markdown([head, ...rows, ['last page to first', ...deep, '']], 1);
}

/** How long answers about addresses with an account and without one take, and how far that tells them apart. */
export function timingTable({ probes }: Timing): string {
  const between = ({ q1, median, q3 }: Quartiles) => `${whole(median)} (${whole(q1)}–${whole(q3)})`;
  const about = ({ value, low, high }: Estimate, show: (number: number) => string) =>
    `${show(value)} (${show(low)} to ${show(high)})`;
  const rows = Object.entries(probes).map(([probe, { known, unknown, difference, separability }]) => [
    probe,
    between(known),
    between(unknown),
    about(difference, whole),
    about(separability, (share) => share.toFixed(3)),
  ]);
  return markdown([['µs', 'with an account', 'without one', 'difference', 'told apart'], ...rows], 1);
}

/** Numbers to the right, from the given column on. */
function markdown(rows: string[][], numbers: number): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (column < numbers ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column < numbers ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}
