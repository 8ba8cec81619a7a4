import 'reflect-metadata';
import { Running } from '../apps/cli/src/running.js';
import { measureCold, measureStart } from './starts.js';
import { measureGrowth } from './growth.js';
import { measureLogins } from './logins.js';
import { type Options, readOptions } from './options.js';
import { prepareComparison } from './comparison.js';
import { canPin, leaveServerCore } from './processes.js';
import { readResults, record } from './results.js';
import { checkShort, measureShort } from './short.js';
import { measureSoak } from './soak.js';
import { disturbance } from './summary.js';
import { measureTiming } from './timing.js';
import { figuresTable, growthTable, ratiosTable } from './table.js';

const running = new Running();

const parts: Record<string, (options: Options) => Promise<object | undefined>> = {
  async servers(options) {
    const { students, rounds, seconds } = options;
    const measure = await prepareComparison(running, options);
    const works = await measure(options.works);
    console.log(`\n${figuresTable(works)}\n\n${ratiosTable(works)}`);
    const others = Math.round(disturbance(works) * 100);
    if (others > 10)
      console.log(`\nOthers took up to ${others} % of the servers' core: measure again on a quiet machine.`);
    return { students, rounds, seconds, works };
  },

  async growth(options) {
    const growth = await measureGrowth(running, options);
    console.log(`\n${growthTable(growth)}`);
    return growth;
  },

  logins: (options) => measureLogins(running, options),
  soak: (options) => measureSoak(running, options),
  start: (options) => measureStart(running, options),
  cold: () => measureCold(running),
  timing: (options) => measureTiming(running, options),
  short: () => measureShort(running),

  async check() {
    const { short } = readResults();
    if (!short) throw new Error('Nothing was recorded that this could be compared with.');
    await checkShort(running, short.figures);
    return undefined;
  },
};

async function run(): Promise<void> {
  const options = readOptions(Object.keys(parts));
  if (!canPin) console.log('There is no taskset or no second core: server, load and database share what there is.');
  leaveServerCore();
  const figures = await parts[options.part]!(options);
  if (figures && options.record) await record(options.part, figures);
  else if (figures) console.log('Only shown: with --record these figures are kept in docs/.');
}

running.obeySignals();
try {
  await run();
} catch (error) {
  process.exitCode = 1;
  // What is being stopped may well complain that something it needs has gone.
  if (!running.isStopping) console.error(error);
} finally {
  await running.stop();
}
