import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/port.js';
import { databaseProcess, login, newFolder, Program } from '../support/program.js';

/** Each has several starts in it, and other tests may run beside them. */
const LONG = 60_000;

test(
  'a first start that is killed half-way does no harm to the next one',
  async () => {
    const folder = newFolder();
    const env = { PORT: await freePort() };
    for (const milliseconds of [400, 1_200]) {
      const killed = new Program({ folder, env });
      await sleep(milliseconds);
      killed.kill('SIGKILL');
      await killed.exitCode();
    }
    // What a start that was killed while it made its cluster leaves behind.
    mkdirSync(join(folder, '.data/postgres.new-999999999'), { recursive: true });
    writeFileSync(join(folder, '.data/postgres.new-999999999/password'), 'half');

    const program = new Program({ folder, env });
    const url = await program.ready();
    expect((await login(url, 'guardian@lakeside.example')).status).toBe(200);
    expect(readdirSync(join(folder, '.data'))).not.toContain('postgres.new-999999999');
    expect(await program.stop()).toBe(0);
  },
  LONG,
);

/** A start that has come as far as this, but isn't ready. Where this test stalled too long for that, there is another. */
async function begun(sign: string) {
  for (;;) {
    const folder = newFolder();
    const program = new Program({ folder, env: { PORT: await freePort() } });
    while (!existsSync(join(folder, sign)) && program.isRunning) await sleep(5);
    // What it has said meanwhile is read in this turn.
    await turn();
    if (!program.output.includes('listens on')) return { folder, program };
    await program.stop();
  }
}

test.each([
  ['has begun', '.data'],
  ['has a database', '.data/postgres/cluster/postmaster.pid'],
])(
  'a start that is ended when it %s, and before it is ready, stops what it has started',
  async (_, sign) => {
    const { folder, program } = await begun(sign);
    expect(await program.stop()).toBe(0);
    expect(program.errors).toBe('');
    expect(program.output).not.toContain('listens on');
    expect(databaseProcess(folder, program)).toBeUndefined();
  },
  LONG,
);
