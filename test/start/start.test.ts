import { createHomeroom } from '../../apps/client/src/homeroom.js';
import { isAlive } from '../../apps/cli/src/cluster.js';
import { demoAccounts } from '../../prisma/seed/accounts.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/port.js';
import { databaseProcess, login, newFolder, Program } from '../support/program.js';

/** Each has several starts in it, and other tests may run beside them. */
const LONG = 60_000;

const folder = newFolder();
const env = { PORT: await freePort() };

test(
  'a first start brings a database with the demo data, and tells who can log in',
  async () => {
    const program = new Program({ folder, env });
    const url = await program.ready();
    expect(url).toBe(`http://127.0.0.1:${env.PORT}`);
    expect(program.output).toContain(`${url}/docs`);
    for (const { email } of demoAccounts) expect(program.output).toContain(email);
    expect(program.errors).toBe('');
    await eventually(async () => (await fetch(`${url}/readyz`)).status === 200);
    expect((await login(url, 'teacher@northwood.example')).status).toBe(200);

    const database = databaseProcess(folder, program)!;
    expect(database).toBeDefined();
    expect(await program.stop()).toBe(0);
    expect(isAlive(database)).toBe(false);
  },
  LONG,
);

test(
  'a second start keeps the data; another Homeroom in its folder is refused, the operator’s commands are not',
  async () => {
    const program = new Program({ folder, env });
    const url = await program.ready();
    expect((await login(url, 'admin@lakeside.example')).status).toBe(200);

    const other = new Program({ folder, env: { PORT: await freePort() } });
    expect(await other.exitCode()).toBe(1);
    expect(other.errors).toBe(
      'homeroom: The embedded PostgreSQL is in use by another Homeroom that was started from this folder.\n',
    );

    const migration = new Program({ folder, env, args: ['migrate'] });
    expect(await migration.exitCode()).toBe(0);
    expect(migration.output).toBe('The database is up to date.\n');
    const invitation = new Program({ folder, env, args: ['operator', 'invite', 'New.Operator@homeroom.example'] });
    expect(await invitation.exitCode()).toBe(0);
    expect(invitation.output).toMatch(new RegExp(`^${url}/invitations/accept#token=[\\w-]{43}\\n$`));

    const token = invitation.output.trim().split('=')[1]!;
    const accept = () =>
      createHomeroom({ url }).invitations.accept({ body: { token, password: 'a long and unguessed phrase' } });
    expect([(await accept()).error, (await accept()).error?.status]).toEqual([undefined, 400]);
    await eventually(async () => (await fetch(`${url}/readyz`)).status === 200);
    expect(await program.stop()).toBe(0);
  },
  LONG,
);

test(
  'after kill -9 the next start takes the database over, and stops it at its end',
  async () => {
    const killed = new Program({ folder, env });
    await killed.ready();
    const database = databaseProcess(folder, killed)!;
    killed.kill('SIGKILL');
    expect(await killed.exitCode()).toBe('SIGKILL');
    expect(isAlive(database)).toBe(true);

    const next = new Program({ folder, env });
    const url = await next.ready();
    expect(databaseProcess(folder, next)).toBe(database);
    expect((await login(url, 'student@northwood.example')).status).toBe(200);
    expect(await next.stop()).toBe(0);
    expect(isAlive(database)).toBe(false);
  },
  LONG,
);
