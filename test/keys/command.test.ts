import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, query } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { newFolder, Program } from '../support/program.js';
import { privateKey } from '../support/settings.js';

const databaseUrl = await createDatabase();

function started(keys: string, ...args: string[]): Program {
  const env = { DATABASE_URL: databaseUrl, JWT_PRIVATE_KEYS: keys };
  return new Program({ folder: newFolder(), env, args: ['keys', ...args] });
}

async function homeroom(keys: string, ...args: string[]) {
  const program = started(keys, ...args);
  return { code: await program.exitCode(), output: program.output, errors: program.errors };
}

/** A file with these keys. */
function fileWith(...keys: object[]): string {
  const file = join(newFolder(), 'keys.json');
  writeFileSync(file, JSON.stringify({ keys }), { mode: 0o600 });
  return file;
}
const kidsIn = (file: string) =>
  (JSON.parse(readFileSync(file, 'utf8')) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const named = (kid: string, more: object = {}) => ({ ...privateKey(), kid, ...more });

it('lists the keys, and nothing secret of them', async () => {
  const keys = [named('now'), named('next', { createdAt: daysAgo(0) }), named('before', { stoppedAt: daysAgo(1) })];
  const { code, output } = await homeroom(fileWith(...keys));
  expect(code).toBe(0);
  expect(output).toMatch(/^now {2}signs\nnext {2}verifies {2}made \S+\nbefore {2}verifies, signed until \S+\n$/);
  for (const { d } of keys) expect(output).not.toContain(d);
});

it('does not make a first key where there is one', async () => {
  const file = fileWith(named('now'));
  expect(await homeroom(file, 'create', file)).toMatchObject({ code: 64, output: '' });
  expect(kidsIn(file)).toEqual(['now']);
});

it('rotates no keys that are the setting itself, and says what to do', async () => {
  const keys = JSON.stringify({ keys: [named('now')] });
  const { code, errors } = await homeroom(keys, 'rotate', '--wait', '0');
  expect(code).toBe(64);
  expect(errors).toContain('put them into a file');
});

it('keeps a key that stopped signing less than eight days ago, and one of which nobody knows when it did', async () => {
  const file = fileWith(named('now'), named('week', { stoppedAt: daysAgo(7.9) }), named('hand'));
  expect((await homeroom(file, 'rotate', '--wait', '0')).code).toBe(0);
  expect(kidsIn(file)).toEqual([expect.any(String), 'now', 'week', 'hand']);
  const old = fileWith(named('now', { stoppedAt: daysAgo(100) }), named('old', { stoppedAt: daysAgo(8.1) }));
  expect((await homeroom(old, 'rotate', '--wait', '0')).output).toContain('Retired   old');
  expect(kidsIn(old)).toEqual([expect.any(String), 'now']);
});

it('takes up a rotation that was interrupted', async () => {
  const file = fileWith(named('now'), named('next', { createdAt: daysAgo(0) }));
  expect((await homeroom(file, 'rotate', '--wait', '0')).output).toContain('Promoted  next');
  expect(kidsIn(file)).toEqual(['next', 'now']);
});

it('lets one rotation run at a time', async () => {
  const file = fileWith(named('now'));
  const first = started(file, 'rotate', '--wait', '8');
  await eventually(() => first.output.includes('Added'), 30_000);
  expect((await homeroom(file, 'rotate', '--wait', '0')).code).toBe(64);
  expect(await first.exitCode()).toBe(0);
  expect(kidsIn(file)).toHaveLength(2);
});

it('keeps a key that has sealed what it can’t open, and the file’s mode', async () => {
  const file = fileWith(named('now'), named('old', { stoppedAt: daysAgo(9) }));
  const sealed = Buffer.concat([Buffer.from([3]), Buffer.from('old'), Buffer.alloc(40)]);
  const [user] = await query<{ id: string }>(
    databaseUrl,
    `INSERT INTO "User" (email, name) VALUES ('sealed@school.example', 'Sealed') RETURNING id`,
  );
  await query(databaseUrl, `INSERT INTO "Factor" ("userId", kind, name, secret) VALUES ($1, 'totp', 'Phone', $2)`, [
    user!.id,
    sealed,
  ]);
  const { code, errors } = await homeroom(file, 'rotate', '--wait', '0');
  expect(code).toBe(1);
  expect(errors).toMatch(/^homeroom: The secret of Factor \S+ doesn't open, so the key that sealed it is kept\.\n$/);
  expect(kidsIn(file)).toContain('old');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.each([[['fly']], [['create']], [['rotate', 'now']], [['rotate', '--wait', 'x']], [['--wait', '1']]])(
  'refuses what is no command: %s',
  async (args) => {
    expect((await homeroom(fileWith(named('now')), ...args)).code).toBe(64);
  },
);
