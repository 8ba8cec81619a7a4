import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readSettings, secretSettings } from '../../api/src/config/environment.js';
import { SettingsError } from '../../api/src/config/setting-faults.js';
import { openDatabase } from './database.js';
import { removeFactors } from './factors.js';
import { createKeyFile } from './key-file.js';
import { listKeys, rotateKeys } from './keys.js';
import { listMails, retryMails } from './mail.js';
import { migrate } from './migrations.js';
import { inviteOperator } from './operator.js';
import { Running } from './running.js';
import { start } from './start.js';
import { usage, UsageError } from './usage.js';

/** From sysexits.h, so that whoever supervises the process can tell what restarting can't mend. */
const EX_USAGE = 64;
const EX_CONFIG = 78;

const running = new Running();

// Neither a child nor a report of a crash has the secrets: they are read from a copy, and taken out of the environment.
const environment = { ...process.env };
for (const name of secretSettings) delete process.env[name];
process.report.excludeEnv = true;
const settings = () => readSettings(environment);

const commands: Record<string, (...args: string[]) => Promise<void>> = {
  start: () => start(settings(), running),

  async migrate() {
    const { databaseUrl } = await running.add(() => openDatabase(settings(), { shared: true }));
    const applied = await migrate(databaseUrl);
    console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The database is up to date.');
    await running.stop();
  },

  async 'operator invite'(email) {
    if (!email) throw new UsageError(usage);
    const given = settings();
    const { databaseUrl } = await running.add(() => openDatabase(given, { shared: true }));
    await migrate(databaseUrl);
    const token = await inviteOperator(databaseUrl, email);
    console.log(`${given.publicUrl}/invitations/accept#token=${token}`);
    await running.stop();
  },

  async 'mail retry'(which) {
    if (!which) throw new UsageError(usage);
    const { databaseUrl } = await running.add(() => openDatabase(settings(), { shared: true }));
    console.log(`${await retryMails(databaseUrl, which)} to be tried again.`);
    await running.stop();
  },

  async 'factors remove'(email) {
    if (!email) throw new UsageError(usage);
    const { databaseUrl } = await running.add(() => openDatabase(settings(), { shared: true }));
    console.log(await removeFactors(databaseUrl, email));
    await running.stop();
  },

  async 'keys create'(file) {
    if (!file) throw new UsageError(usage);
    createKeyFile(file);
  },

  async 'keys rotate'(wait = '15') {
    if (!/^\d{1,4}$/.test(wait)) throw new UsageError('--wait takes a number of seconds.');
    const given = settings();
    const { databaseUrl } = await running.add(() => openDatabase(given, { shared: true }));
    const untilRead = async () => {
      await sleep(Number(wait) * 1_000);
      running.throwIfStopping();
    };
    await rotateKeys({ ...given, databaseUrl }, untilRead, console.log);
    await running.stop();
  },

  async keys() {
    console.log(listKeys(settings().signingKeysFile).join('\n'));
  },

  async mail() {
    const { databaseUrl } = await running.add(() => openDatabase(settings(), { shared: true }));
    const lines = await listMails(databaseUrl);
    console.log(lines.join('\n') || 'No mail waits, and none has failed.');
    await running.stop();
  },
};

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, wait: { type: 'string' } },
  });
  if (values.help) return console.log(usage);
  const words = positionals.length > 0 ? positionals : ['start'];
  const name = Object.keys(commands).find((command) => `${words.join(' ')} `.startsWith(`${command} `));
  const args = words.slice(name?.split(' ').length);
  if (!name || args.length > commands[name]!.length) throw new UsageError(usage);
  if (values.wait !== undefined && name !== 'keys rotate') throw new UsageError(usage);
  await commands[name]!(...args, ...(values.wait === undefined ? [] : [values.wait]));
}

async function fail(error: unknown): Promise<void> {
  // What is being stopped may well complain that something it needs has gone.
  if (running.isStopping) return;
  const { message, code } = error as NodeJS.ErrnoException;
  const misused = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS');
  process.exitCode = error instanceof SettingsError ? EX_CONFIG : misused ? EX_USAGE : 1;
  console.error(error instanceof SettingsError || misused ? message : `homeroom: ${message.split('\n')[0]}`);
  await running.stop();
}

// A terminal that is gone takes no more lines, and that must not end the rest.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
running.obeySignals();
if (process.env.npm_lifecycle_event) running.endWithParent();
await run().catch(fail);
