import type { Settings } from '../../api/src/config/environment.js';
import { openDatabase } from './database.js';
import { portError, requireFreePort } from './free-port.js';
import { migrate } from './migrations.js';
import type { Running } from './running.js';
import { welcome } from './welcome.js';

/**
 * Brings everything up, in the order in which one part needs another: the database, its migrations, outside production the demo
 * data, the server.
 *
 * @throws PortError, DatabaseError or Interrupted; what was started by then is with `running`
 */
export async function start(settings: Settings, running: Running): Promise<void> {
  const { host, port, management } = settings;
  await requireFreePort(host, port);
  if (management.required) await requireFreePort(management.host, management.port, 'MANAGEMENT_');
  const database = await running.add(() => openDatabase(settings));
  const { databaseUrl } = database;
  await migrate(databaseUrl);
  running.throwIfStopping();
  if (!settings.production) await loadDemo(databaseUrl);

  // Loaded now, and not with this file, so that what is wrong above is told at once.
  const { serve } = await import('../../api/src/main.js');
  const server = await running
    .add(() => serve({ ...settings, databaseUrl }))
    .catch((error: unknown) => {
      throw portError(error, settings) ?? error;
    });
  if (!settings.production) console.log(await welcome(settings, database, server.url));
}

async function loadDemo(databaseUrl: string): Promise<void> {
  const demo = await import('../../../prisma/seed/demo.js');
  await demo.loadDemo(databaseUrl);
}
