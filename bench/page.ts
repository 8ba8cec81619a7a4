import type { Results } from './results.js';
import { figuresTable, growthTable, ratiosTable, timingTable } from './table.js';
import type { Spread } from './statistics.js';

const seconds = (value: number) => `${value.toFixed(1)} s`;
const milliseconds = (micros: Spread) => `${(micros.median / 1_000).toFixed(1)} ms`;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const megabytes = (value: number) => `${value.toFixed(0)} MB`;

/** What the page says of each part's figures. */
const texts: { [Part in keyof Results]-?: (figures: NonNullable<Results[Part]>['figures']) => string } = {
  servers: ({ students, rounds, seconds: each, works }) =>
    `${students.toLocaleString('en')} students; medians of ${rounds} rounds of ${each} s with the least and the most.\n\n${ratiosTable(works)}\n\n${figuresTable(works)}`,
  short: (shares) =>
    Object.entries(shares)
      .map(([work, share]) => `${work} ${percent(share)}`)
      .join(', '),
  logins: ({ logins, verifications, ratio, p99 }) =>
    `${logins.median.toFixed(1)} logins a second; argon2 alone verifies ${verifications.median.toFixed(1)}: ${percent(ratio.median)} (target: 90 %).
The p99 of W1 is ${milliseconds(p99.idle)}, and ${milliseconds(p99.busy)} while they log in: ${p99.ratio.median.toFixed(1)} × (target: under 3 ×).`,
  growth: growthTable,
  soak: ({ requests, memory, growth }) =>
    `${requests.toLocaleString('en')} requests in ${memory.length} minutes: ${megabytes(memory[1]!)} in the second minute, ${megabytes(memory.at(-1)!)} in the last, ${percent(growth)} more (target: at most 5 %).`,
  start: ({ seconds: { median, min, max } }) =>
    `Ready after ${seconds(median)} (${seconds(min)}–${seconds(max)}; target: 2 s).`,
  cold: ({ install, start }) =>
    `\`npm ci\` took ${seconds(install)}, \`npm start\` ${seconds(start)} until it was ready.`,
  timing: timingTable,
};

/** The page with the figures between its marks. @throws Error if a part has no place on it */
export function fillPage(page: string, results: Results): string {
  let filled = page;
  for (const part of Object.keys(texts) as (keyof Results)[]) {
    const marks = new RegExp(`(<!-- measured: ${part} -->)[^]*?(<!-- /measured -->)`);
    if (!marks.test(filled)) throw new Error(`docs/performance.md has no place for ${part}.`);
    filled = filled.replace(marks, (_, begin: string, end: string) => `${begin}\n\n${textOf(part, results)}\n\n${end}`);
  }
  return filled;
}

function textOf(part: keyof Results, results: Results): string {
  const measured = results[part];
  if (!measured) return 'Not measured yet.';
  const text = texts[part] as (figures: unknown) => string;
  return `${text(measured.figures)}\n\n_${measured.machine}._`;
}
