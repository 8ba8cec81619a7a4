import type { Measured } from './load.js';
import type { Loader } from './loader.js';
import { measureWork, type Setup } from './measure.js';
import { memoryOf } from './processes.js';
import type { Server, ServerName } from './servers.js';
import type { WorkName } from './work.js';
import { works } from './works.js';

export interface Sample extends Measured {
  work: WorkName;
  server: ServerName;
  round: number;
  /** Of the server right after, in MB. */
  memory: number;
}

interface Rounds {
  works: WorkName[];
  servers: Server[];
  rounds: number;
  seconds: number;
  loader: Loader;
}

/**
 * Every work, of every server in turn, again and again: what disturbs one disturbs all. A first round isn't counted: some thousand
 * requests of each kind go by before the code that serves them is compiled for it.
 */
export async function measureRounds(setup: Setup, { works: names, servers, rounds, seconds, loader }: Rounds) {
  const samples: Sample[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      for (const server of servers) {
        const work = works[name];
        const turns = await work.turns(setup.world, setup.database.client);
        const measureMs = seconds * 1_000;
        const measured = await measureWork({ ...setup, server, loader, work, turns, measureMs });
        const sample = { ...measured, work: name, server: server.name, round, memory: memoryOf(server.pid) };
        if (round === 0) continue;
        console.log(lineOf(sample));
        samples.push(sample);
      }
    }
  }
  return samples;
}

function lineOf({ round, work, server, requestsPerSecond, p50, p99, cpu }: Sample): string {
  const rate = requestsPerSecond.toFixed(0).padStart(6);
  const used = `CPU ${cpu.server.toFixed(0)} µs, of the database ${cpu.database.toFixed(0)}, of the load ${cpu.load.toFixed(0)}`;
  return `round ${round}  ${work} ${server.padEnd(8)} ${rate}/s  p50 ${p50} µs  p99 ${p99} µs  ${used}`;
}
