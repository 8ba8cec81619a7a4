import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createDatabase, query } from '../support/database.js';
import { freePort } from '../support/port.js';
import { newFolder, Program } from '../support/program.js';

/** How the program ends with these settings: its exit code, and what it says to standard error. */
async function outcome(env: Record<string, string>, ...args: string[]) {
  const folder = newFolder();
  const program = new Program({ folder, env, args });
  const code = await program.exitCode();
  return { code, errors: program.errors, output: program.output, started: existsSync(join(folder, '.data/postgres')) };
}

test('a taken port is found before anything is started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  expect(await outcome({ PORT: String(port) })).toEqual({
    code: 1,
    errors: `homeroom: Port ${port} of 127.0.0.1 is taken: stop what listens there, or set PORT.\n`,
    output: '',
    started: false,
  });
  server.close();
});

test('a taken port for /metrics stops a start that asked for it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  expect(await outcome({ PORT: await freePort(), MANAGEMENT_PORT: String(port) })).toEqual({
    code: 1,
    errors: `homeroom: Port ${port} of 127.0.0.1 is taken: stop what listens there, or set MANAGEMENT_PORT.\n`,
    output: '',
    started: false,
  });
  server.close();
});

test('a host that is none of this machine', async () => {
  const { code, errors } = await outcome({ HOST: '192.0.2.1', PORT: await freePort() });
  expect({ code, errors }).toEqual({
    code: 1,
    errors: 'homeroom: 192.0.2.1 is no address of this machine: correct HOST.\n',
  });
});

test('every bad setting is named at once, with 78', async () => {
  const { code, errors, started } = await outcome({
    PORT: 'http',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    RATE_LIMIT: 'lots',
    LOG_LEVEL: 'loud',
  });
  expect({ code, started }).toEqual({ code: 78, started: false });
  for (const name of ['PORT', 'DATABASE_URL', 'RATE_LIMIT', 'LOG_LEVEL'])
    expect(errors).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(errors).not.toContain('hunter2');
});

test('production brings no database, keys or addresses of its own: 78', async () => {
  const { code, errors, started } = await outcome({ NODE_ENV: 'production' });
  expect({ code, started }).toEqual({ code: 78, started: false });
  for (const name of ['DATABASE_URL', 'JWT_PRIVATE_KEYS', 'PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM'])
    expect(errors).toMatch(new RegExp(`^  ${name} `, 'm'));
});

test.each([
  [
    'postgresql://me:hunter2@127.0.0.1:1/homeroom',
    'homeroom: The database "homeroom" at 127.0.0.1:1 can\'t be reached: ECONNREFUSED.\n',
  ],
  [
    // A name that is too long to be asked for: no name server has to be there, or quick.
    `postgresql://me:hunter2@${'n'.repeat(64)}.invalid/homeroom`,
    /^homeroom: The database "homeroom" at n{64}\.invalid:5432 can't be reached: ENOTFOUND\.\n$/,
  ],
])('a database that is not there: %s', async (databaseUrl, expected) => {
  const { code, errors } = await outcome({ PORT: await freePort(), DATABASE_URL: databaseUrl });
  expect(code).toBe(1);
  expect(errors).toMatch(expected);
});

test('a database that is newer than the program is left as it is', async () => {
  const databaseUrl = await createDatabase();
  await query(
    databaseUrl,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '20990101000000_later', now())`,
  );
  const { code, errors } = await outcome({ PORT: await freePort(), DATABASE_URL: databaseUrl });
  expect(code).toBe(1);
  expect(errors).toMatch(/^homeroom: The database is newer than this program: .*20990101000000_later.*\n$/);
  expect(await query(databaseUrl, 'SELECT FROM "School"')).toEqual([]);
});

test.each([[['fly']], [['start', 'now']], [['operator', 'invite']], [['operator', 'invite', 'nobody']], [['--fast']]])(
  'a command that there isn’t: %s',
  async (args) => {
    const { code, errors, output } = await outcome(
      { PORT: await freePort(), DATABASE_URL: await createDatabase() },
      ...args,
    );
    expect({ code, output }).toEqual({ code: 64, output: '' });
    expect(errors).not.toBe('');
  },
);
