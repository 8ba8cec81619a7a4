import type { Database } from './database.js';
import type { Measured } from './load.js';
import type { Loader } from './loader.js';
import { sequencesOf } from './requests.js';
import type { Server } from './servers.js';
import type { Turn, Work } from './work.js';
import type { World } from './world.js';

interface Measurement {
  server: Server;
  database: Database;
  loader: Loader;
  work: Pick<Work, 'status' | 'tidy'>;
  turns: Turn[];
  warmUpMs?: number;
  measureMs: number;
  everyMs?: number;
}

export interface Setup {
  database: Database;
  world: World;
}

/** One work of one server, and what it leaves behind taken out again. */
export async function measureWork(measurement: Measurement): Promise<Measured> {
  const { server, database, loader, work, turns, warmUpMs = 1_000, measureMs, everyMs } = measurement;
  const measured = await loader.run({
    port: server.port,
    pids: { server: server.pid, database: database.pid },
    warmUpMs,
    measureMs,
    everyMs,
    status: work.status,
    connections: await sequencesOf(turns, server.credentials),
  });
  if (work.tidy) {
    await database.client.query(work.tidy);
    // It would come by itself, but during what is measured next.
    await database.client.query('VACUUM ANALYZE "Student"');
  }
  return measured;
}
