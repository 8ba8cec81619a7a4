import { chmodSync, chownSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { projectRoot } from '../../apps/cli/src/migration-files.js';
import { ENTER, isReachable, READ } from '../../apps/cli/src/service-user.js';
import { freePort } from '../support/port.js';
import { login, newFolder, Program } from '../support/program.js';

const LONG = 60_000;

const NOBODY = 65_534;
const root = process.getuid!() === 0;
const nobody = { name: 'nobody', uid: NOBODY, gid: NOBODY };
const nobodyGetsHere = [projectRoot, process.execPath].every((path) => isReachable(path, READ | ENTER, nobody));

// What the tests run as decides which of these can be tried; the other starts run as that user anyway.
(root && nobodyGetsHere ? test : test.skip)(
  'it runs as a user without any rights',
  async () => {
    const folder = newFolder();
    chownSync(folder, NOBODY, NOBODY);
    const program = new Program({ folder, env: { PORT: await freePort() }, uid: NOBODY });
    expect((await login(await program.ready(), 'admin@northwood.example')).status).toBe(200);
    expect(program.output).toContain('PostgreSQL of its own, in .data/postgres');
    expect(await program.stop()).toBe(0);
  },
  LONG,
);

(root ? test : test.skip)(
  'it runs as root in a folder that nobody else can enter',
  async () => {
    const folder = newFolder();
    chmodSync(folder, 0o700);
    const program = new Program({ folder, env: { PORT: await freePort() } });
    expect((await login(await program.ready(), 'admin@northwood.example')).status).toBe(200);
    const data = /PostgreSQL of its own, in (\/var\/lib\/homeroom\/\S+)/.exec(program.output)![1]!;
    expect(await program.stop()).toBe(0);
    rmSync(dirname(data), { recursive: true });
  },
  LONG,
);
