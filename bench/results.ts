import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { format } from 'prettier';
import { drawChart } from './chart.js';
import type { Growth } from './growth.js';
import type { Logins } from './logins.js';
import { fillPage } from './page.js';
import { canPin } from './processes.js';
import type { Shares } from './regression.js';
import type { Soak } from './soak.js';
import type { Spread } from './statistics.js';
import type { WorkSummary } from './summary.js';
import type { Timing } from './timing.js';

/** What was measured last, each part by itself, and on which machine. */
export interface Results {
  servers?: Measured<{ students: number; rounds: number; seconds: number; works: WorkSummary[] }>;
  short?: Measured<Shares>;
  logins?: Measured<Logins>;
  growth?: Measured<Growth>;
  soak?: Measured<Soak>;
  start?: Measured<{ seconds: Spread }>;
  cold?: Measured<{ install: number; start: number }>;
  timing?: Measured<Timing>;
}

export interface Measured<Figures> {
  machine: string;
  figures: Figures;
}

const file = 'docs/performance.json';
const page = 'docs/performance.md';
const chart = 'docs/performance.svg';

const machine = () =>
  `${cpus().length} cores of ${cpus()[0]!.model}, Node ${process.versions.node}${canPin ? '' : ', nothing held to a core'}`;

export const readResults = (): Results => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {});

/** Keeps the figures of a part, and writes the page and the chart anew from all that is kept. */
export async function record(part: string, figures: object): Promise<void> {
  const results: Results = { ...readResults(), [part]: { machine: machine(), figures: rounded(figures) } };
  const style = { printWidth: 120 };
  writeFileSync(file, await format(JSON.stringify(results), { ...style, parser: 'json' }));
  writeFileSync(page, await format(fillPage(readFileSync(page, 'utf8'), results), { ...style, parser: 'markdown' }));
  if (results.servers) writeFileSync(chart, drawChart(results.servers.figures.works));
}

/** Four digits: the rest is noise. */
const rounded = (figures: object): object =>
  JSON.parse(
    JSON.stringify(figures, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ),
  ) as object;
