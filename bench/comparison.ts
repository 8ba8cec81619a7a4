import type { Running } from '../apps/cli/src/running.js';
import { compareAnswers } from './answers.js';
import { openDatabase } from './database.js';
import { Loader } from './loader.js';
import type { Options } from './options.js';
import { measureRounds } from './rounds.js';
import { type Server, startServer } from './servers.js';
import { summarize, type WorkSummary } from './summary.js';
import { type WorkName, workNames } from './work.js';
import { readWorld } from './world.js';

export type Compared = Pick<Options, 'students' | 'servers' | 'rounds' | 'seconds'>;
type HowLong = Pick<Compared, 'rounds' | 'seconds'>;

/** Everything that it takes to measure the servers in turn, after a look whether all of them answer alike. */
export async function prepareComparison(running: Running, { students, servers: names, rounds, seconds }: Compared) {
  const database = await openDatabase(running, students);
  const servers: Server[] = [];
  for (const name of names) servers.push(await running.add(() => startServer(name, database.url)));
  const setup = { database, world: await readWorld(database.client) };
  await compareAnswers(setup, servers, workNames);
  const loader = await running.add(async () => new Loader());
  return async (works: WorkName[], howLong: HowLong = { rounds, seconds }): Promise<WorkSummary[]> =>
    summarize(await measureRounds(setup, { works, servers, ...howLong, loader }));
}
