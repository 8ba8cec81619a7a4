import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createApp } from '../../apps/api/src/app.setup.js';
import { KeyRing } from '../../apps/api/src/auth/key-ring.js';
import { readSettings } from '../../apps/api/src/config/environment.js';
import { KeysInUse } from '../../apps/api/src/config/keys-in-use.js';
import { PrismaService } from '../../apps/api/src/prisma/prisma.service.js';
import { createDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/port.js';
import { newFolder, Program } from '../support/program.js';
import { privateKey, production } from '../support/settings.js';

const key = { ...privateKey(), counting: 'c'.repeat(43) };
const keys = JSON.stringify({ keys: [key] });
const smtpUrl = 'smtps://homeroom:the-mail-servers-word@mail.internal';
const secrets = (databaseUrl: string) => [key.d!, key.counting, 'the-mail-servers-word', new URL(databaseUrl).password];

function expectNone(text: string, of: string[]): void {
  for (const secret of of.filter(Boolean)) expect(text.includes(secret)).toBe(false);
}

it('settings show no secret where they are printed, and neither does a copy', () => {
  const settings = readSettings({ ...production, JWT_PRIVATE_KEYS: keys, SMTP_URL: smtpUrl });
  const { databaseUrl, signingKeys } = settings;
  for (const value of [settings, { ...settings }, { nested: [settings] }, Object.assign(new Error('x'), { settings })])
    expectNone(JSON.stringify(value) + inspect(value, { depth: Infinity, showHidden: true }), secrets(databaseUrl!));
  const inUse = new KeysInUse({ signingKeys });
  for (const value of [inUse, new KeyRing(inUse)])
    expectNone(JSON.stringify(value) + inspect(value, { depth: Infinity, showHidden: true }), [key.d!, key.counting]);
});

it('the whole application shows no secret where it is printed', async () => {
  const databaseUrl = new URL(await createDatabase());
  databaseUrl.searchParams.set('application_name', 'a-secret-in-the-url');
  const env = { JWT_PRIVATE_KEYS: keys, SMTP_URL: smtpUrl, LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl.href };
  const app = await createApp(readSettings(env) as never);
  await app.get(PrismaService).$queryRaw`SELECT 1`;
  await app.get(PrismaService).school.count({});
  const shown = inspect(app, { depth: 10 }) + inspect(app.get(PrismaService), { depth: 20 });
  expectNone(shown, [...secrets(databaseUrl.href), databaseUrl.href]);
  await app.close();
});

it('a running server has no secret in its report of a crash, nor in the environment of what it starts', async () => {
  const folder = newFolder();
  const databaseUrl = await createDatabase();
  const env = { DATABASE_URL: databaseUrl, JWT_PRIVATE_KEYS: keys, SMTP_URL: smtpUrl, PORT: await freePort() };
  const program = new Program({ folder, env: { ...env, NODE_OPTIONS: '--report-on-signal' } });
  await program.ready();
  program.kill('SIGUSR2');
  await eventually(() => program.errors.includes('Node.js report completed'), 30_000);
  const report = readdirSync(folder).find((name) => name.startsWith('report.'));
  const text = readFileSync(join(folder, report!), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ header: { event: 'SIGUSR2' } });
  expect(JSON.parse(text)).not.toHaveProperty('environmentVariables');
  expectNone(text + program.output + program.errors, [...secrets(databaseUrl), databaseUrl]);
});

it('a start that fails says no secret', async () => {
  const databaseUrl = 'postgresql://homeroom:the-databases-word@127.0.0.1:1/homeroom';
  const env = { ...production, DATABASE_URL: databaseUrl, JWT_PRIVATE_KEYS: keys, SMTP_URL: smtpUrl };
  const program = new Program({ folder: newFolder(), env: { ...env, PORT: await freePort(), LOG_LEVEL: 'trace' } });
  expect(await program.exitCode()).toBe(1);
  expect(program.errors).not.toBe('');
  expectNone(program.output + program.errors, secrets(databaseUrl));
});
