import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Running } from '../apps/cli/src/running.js';
import { password } from './data.js';
import { type Database, openDatabase } from './database.js';
import { type Estimate, estimate, medianDifference, type Quartiles, quartilesOf } from './distributions.js';
import { separability, shuffled } from './distributions.js';
import type { Options } from './options.js';
import { type Server, startServer } from './servers.js';
import { timingTable } from './table.js';
import type { Actor } from './world.js';

const STUDENTS = 10_000;
const WARM_UP = 100;
const RESAMPLES = 1_000;

interface Question {
  method: 'POST' | 'PUT';
  path: string;
  status: number;
  more: object;
  /** Whether it takes a session to ask. */
  loggedIn?: true;
}

const login: Question = {
  method: 'POST',
  path: '/v1/auth/login',
  status: 401,
  more: { password: 'not the passphrase of anyone' },
};
/** What a stranger may ask about an address, and what anyone who has an account may; and the answer for every address. */
const probes = {
  login,
  /** The same, where every account has a second factor. */
  'login, factor': login,
  forgot: { method: 'POST', path: '/v1/auth/password/forgot', status: 202, more: {} },
  'new address': {
    method: 'PUT',
    path: '/v1/me/email',
    status: 202,
    more: { currentPassword: password },
    loggedIn: true,
  },
} satisfies Record<string, Question>;
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
  const asker = await someone(database);
  const forget = () => database.client.query('TRUNCATE "LoginFailure", "Mail", "UserToken", "Factor"');
  const compared = {} as Timing['probes'];
  for (const probe of Object.keys(probes) as Probe[]) {
    await forget();
    if (probe === 'login, factor')
      await database.client.query(
        `INSERT INTO "Factor" ("userId", kind, name, secret, "confirmedAt") SELECT id, 'totp', 'App', '\\x00', now() FROM "User"`,
      );
    await timesOf(server, asker, probes[probe], emails.slice(samples));
    compared[probe] = compare(await timesOf(server, asker, probes[probe], emails.slice(0, samples)));
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
async function timesOf(server: Server, asker: Actor, question: Question, emails: string[]): Promise<Times> {
  const times: Times = { known: [], unknown: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // Each account has a neighbour that is written alike and that nobody has.
  const asked = emails.flatMap((email) => [
    { email, kind: 'known' as const },
    { email: email.replace(/^./, '~'), kind: 'unknown' as const },
  ]);
  for (const [index, { email, kind }] of shuffled(asked).entries())
    times[kind].push(
      await timeOf(server, agent, question, email, {
        'x-forwarded-for': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
        ...(question.loggedIn && (await server.credentials.headers(asker))),
      }),
    );
  agent.destroy();
  return times;
}

async function timeOf(
  { port }: Server,
  agent: Agent,
  { method, path, status, more }: Question,
  email: string,
  from: Record<string, string>,
): Promise<number> {
  const body = JSON.stringify({ email, ...more });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...from,
  };
  const start = performance.now();
  const asked = request({ host: '127.0.0.1', port, agent, method, path, headers }).end(body);
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

/** The one who asks, where it takes an account to ask. */
async function someone({ client }: Database): Promise<Actor> {
  const { rows } = await client.query<Actor>(
    `SELECT m.id AS "membershipId", u.email, m.role, m."schoolId", m."teacherId"
     FROM "Membership" m JOIN "User" u ON u.id = m."userId" WHERE m.role = 'teacher' ORDER BY md5(u.email) DESC LIMIT 1`,
  );
  return rows[0]!;
}

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
