import type { Running } from '../apps/cli/src/running.js';
import { openDatabase } from './database.js';
import { Loader } from './loader.js';
import { measureWork, type Setup } from './measure.js';
import type { Options } from './options.js';
import { type Server, startServer } from './servers.js';
import { type Spread, spreadOf } from './statistics.js';
import type { Turn } from './work.js';
import { works } from './works.js';
import { type Actor, readWorld } from './world.js';

const sizes = [1_000, 10_000, 100_000, 1_000_000];
/** So few that nothing waits for anything else: what is measured is the work itself. */
const CONNECTIONS = 4;
const reads = ['W1', 'W2', 'W3', 'W4'] as const;

export interface Growth {
  students: number[];
  /** Of each work and of the last page of the list: the p50 in microseconds, for each number of students. */
  p50: Record<string, Spread[]>;
}

/** The same work on more and more students, the sizes in turn. */
export async function measureGrowth(running: Running, { rounds, seconds }: Options): Promise<Growth> {
  const loader = await running.add(async () => new Loader());
  const stands: (Setup & { server: Server; turns: Record<string, Turn[]> })[] = [];
  for (const students of sizes) {
    const database = await openDatabase(running, students);
    const server = await running.add(() => startServer('homeroom', database.url));
    const world = await readWorld(database.client);
    const turns: Record<string, Turn[]> = { 'last page': await lastPages(server, world.admins) };
    for (const name of reads) turns[name] = await works[name].turns(world, database.client);
    stands.push({ database, world, server, turns });
  }
  const measured = new Map<string, number[][]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of [...reads, 'last page']) {
      const values = measured.get(name) ?? sizes.map(() => []);
      measured.set(name, values);
      for (const [index, stand] of stands.entries()) {
        const turns = stand.turns[name]!.slice(0, CONNECTIONS);
        const work = { status: 200 };
        const { p50 } = await measureWork({ ...stand, loader, work, turns, measureMs: seconds * 1_000 });
        console.log(`round ${round}  ${name.padEnd(9)} of ${String(sizes[index]).padStart(7)} students  p50 ${p50} µs`);
        values[index]!.push(p50);
      }
    }
  }
  return {
    students: sizes,
    p50: Object.fromEntries([...measured].map(([name, values]) => [name, values.map(spreadOf)])),
  };
}

/** The last page of each admin's list; a cursor belongs to the one who got it, so each goes through the list once. */
async function lastPages(server: Server, admins: Actor[]): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (const actor of admins.slice(0, CONNECTIONS)) {
    const headers = await server.credentials.headers(actor);
    let cursor = '';
    for (let next: string | null = ''; next !== null;) {
      cursor = next && `?cursor=${next}`;
      const answer = await fetch(`${server.url}/v1/students${cursor}`, { headers });
      ({ nextCursor: next } = ((await answer.json()) as { page: { nextCursor: string | null } }).page);
    }
    turns.push({ asks: [{ actor, method: 'GET', path: `/v1/students${cursor}` }] });
  }
  return turns;
}
