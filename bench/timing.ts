import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Running } from '../apps/cli/src/running.js';
import { openDatabase } from './database.js';
import { type Estimate, estimate, medianDifference, type Quartiles, quartilesOf } from './distributions.js';
import { separability, shuffled } from './distributions.js';
import type { Options } from './options.js';
import { type Server, startServer } from './servers.js';
import { timingTable } from './table.js';

const STUDENTS = 10_000;
const WARM_UP = 100;
const RESAMPLES = 1_000;

const login = { path: '/v1/auth/login', status: 401, more: { password: 'not the passphrase of anyone' } };
/** What a stranger may ask about an address, and the answer for every one of them. */
const probes = {
  login,
  /** The same, where every account has a second factor. */
  'login, factor': login,
  forgot: { path: '/v1/auth/password/forgot', status: 202, more: {} },
};
type Probe = keyof typeof probes;

/** Times in microseconds, of addresses with an account and of ones without; how much slower those with one are. */
export interface Compared {
  known: Quartiles;
  unknown: Quartiles;
  difference: Estimate;
  /** How likely an address with an account takes longer than one without: what who times the answers has to go by. */
  separability: Estimate;
}

export interface Timing {
  samples: number;
  probes: Record<Probe, Compared>;
}

/** Whether the time that an answer takes tells addresses with an account from others: each asked about once, in mixed order. */
export async function measureTiming(running: Running, { samples }: Options): Promise<Timing> {
  const database = await openDatabase(running, STUDENTS);
  const smtp = await running.add(startMailServer);
  const more = { TRUSTED_PROXIES: '1', SMTP_URL: smtp.url };
  const server = await running.add(() => startServer('homeroom', database.url, more));
  const { rows } = await database.client.query<{ email: string }>(
    'SELECT email FROM "User" ORDER BY md5(email) LIMIT $1',
    [samples + WARM_UP],
  );
  if (rows.length < samples + WARM_UP) throw new Error(`There are only ${rows.length} accounts to ask about.`);
  const emails = rows.map(({ email }) => email);
  const forget = () => database.client.query('TRUNCATE "LoginFailure", "Mail", "UserToken", "Factor"');
  const compared = {} as Timing['probes'];
  for (const probe of Object.keys(probes) as Probe[]) {
    await forget();
    if (probe === 'login, factor')
      await database.client.query(
        `INSERT INTO "Factor" ("userId", kind, name, secret, "confirmedAt") SELECT id, 'totp', 'App', '\\x00', now() FROM "User"`,
      );
    await timesOf(server, probe, emails.slice(samples));
    compared[probe] = compare(await timesOf(server, probe, emails.slice(0, samples)));
    console.log(`\n${timingTable({ samples, probes: compared })}`);
  }
  await forget();
  return { samples, probes: compared };
}

interface Times {
  known: number[];
  unknown: number[];
}

/** One after the other, each from an address of its own, so that nobody has to wait for too many failures. */
async function timesOf(server: Server, probe: Probe, emails: string[]): Promise<Times> {
  const times: Times = { known: [], unknown: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // Each account has a neighbour that is written alike and that nobody has.
  const asked = emails.flatMap((email) => [
    { email, kind: 'known' as const },
    { email: email.replace(/^./, '~'), kind: 'unknown' as const },
  ]);
  for (const [index, { email, kind }] of shuffled(asked).entries())
    times[kind].push(
      await timeOf(server, agent, probe, email, `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`),
    );
  agent.destroy();
  return times;
}

async function timeOf({ port }: Server, agent: Agent, probe: Probe, email: string, from: string): Promise<number> {
  const { path, status, more } = probes[probe];
  const body = JSON.stringify({ email, ...more });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': from,
  };
  const start = performance.now();
  const asked = request({ host: '127.0.0.1', port, agent, method: 'POST', path, headers }).end(body);
  const [answer] = await once(asked, 'response');
  await once(answer.resume(), 'end');
  const micros = (performance.now() - start) * 1_000;
  if (answer.statusCode !== status) throw new Error(`${path} was answered with ${answer.statusCode}.`);
  return micros;
}

const compare = ({ known, unknown }: Times): Compared => ({
  known: quartilesOf(known),
  unknown: quartilesOf(unknown),
  difference: estimate(medianDifference, known, unknown, RESAMPLES),
  separability: estimate(separability, known, unknown, RESAMPLES),
});

/** A mail server that takes everything, so that the mails to those who have an account are sent as ever. */
async function startMailServer() {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  });
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, stop: async () => server.close(() => undefined) };
}
