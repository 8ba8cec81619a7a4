import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { KeyRing } from '../../apps/api/src/auth/key-ring.js';
import { Sealing } from '../../apps/api/src/auth/sealing.js';
import { KeysInUse } from '../../apps/api/src/config/keys-in-use.js';
import { parseKeys } from '../../apps/api/src/config/signing-keys.js';
import { createDatabase, query } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/port.js';
import { login, newFolder, Program } from '../support/program.js';

const databaseUrl = await createDatabase();
const folder = newFolder();
const file = join(folder, 'keys.json');
const much = '100000000/1s';
const env = {
  DATABASE_URL: databaseUrl,
  JWT_PRIVATE_KEYS: file,
  PUBLIC_URL: 'https://school.example',
  RATE_LIMIT: much,
  RATE_LIMIT_ANONYMOUS: much,
  RATE_LIMIT_LOGIN: much,
};

async function homeroom(...args: string[]) {
  const program = new Program({ folder, env, args });
  return { code: await program.exitCode(), output: program.output, errors: program.errors };
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
const kidOf = ({ accessToken }: Tokens) => decodeProtectedHeader(accessToken).kid;
const logIn = (url: string) => login(url, 'admin@northwood.example');
const me = ({ accessToken }: Tokens, url: string) =>
  fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
const refresh = ({ refreshToken }: Tokens, url: string) =>
  fetch(`${url}/v1/auth/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  });

const filed = () => (JSON.parse(readFileSync(file, 'utf8')) as { keys: Record<string, string>[] }).keys;
const sealing = () => new Sealing(new KeyRing(new KeysInUse({ signingKeys: parseKeys(readFileSync(file, 'utf8')) })));

/**
 * Asks both servers of everything that hangs on a key until told to stop; what was not answered with 200 comes back. `kids` grows with
 * each key that signs.
 */
function load(urls: string[], first: Tokens) {
  const faults: string[] = [];
  const kids = new Set<string>();
  const end = new AbortController();
  let count = 0;
  const note = (what: string, { status }: Response) => {
    count += 1;
    if (status !== 200) faults.push(`${what}: ${status}`);
  };
  const work = async () => {
    let latest = (await (await logIn(urls[0]!)).json()) as Tokens;
    for (let round = 0; !end.signal.aborted; round += 1) {
      const [one, other] = round % 2 ? urls : urls.toReversed();
      note('with the first token', await me(first, one!));
      const renewed = await refresh(latest, one!);
      note('refresh', renewed);
      latest = renewed.ok ? ((await renewed.json()) as Tokens) : latest;
      kids.add(kidOf(latest)!);
      note('with a new token', await me(latest, other!));
      if (round % 10 === 0) note('login', await logIn(other!));
    }
  };
  const working = Promise.all([work(), work(), work()]);
  const stop = async () => {
    end.abort();
    await working;
    return { faults, count };
  };
  return { kids, stop };
}

it('replaces the keys of running servers without a failed request, and takes away an old one when nothing hangs on it', async () => {
  expect(await homeroom('keys', 'create', file)).toEqual({ code: 0, output: '', errors: '' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const servers = [];
  for (let i = 0; i < 2; i += 1) {
    const program = new Program({ folder, env: { ...env, PORT: await freePort() } });
    servers.push(await program.ready());
  }
  const url = servers[0]!;
  const first = (await (await logIn(url)).json()) as Tokens;
  const idle = (await (await logIn(url)).json()) as Tokens;
  await login(url, 'nobody@school.example');
  const [user] = await query<{ id: string }>(databaseUrl, `SELECT id FROM "User" LIMIT 1`);
  const id = '01a00000-0000-7000-8000-00000000000a';
  await query(
    databaseUrl,
    `INSERT INTO "Factor" (id, "userId", kind, name, secret) VALUES ($1, $2, 'totp', 'Phone', $3)`,
    [id, user!.id, sealing().seal(Buffer.from('a shared secret'), id)],
  );

  const { kids, stop } = load(servers, first);
  for (let i = 0; i < 2; i += 1) {
    const rotated = await homeroom('keys', 'rotate', '--wait', '5');
    expect(rotated).toMatchObject({ code: 0, errors: '' });
    await eventually(() => kids.has(filed()[0]!.kid!));
  }
  const { faults, count } = await stop();
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(100);
  expect([...kids]).toEqual(
    filed()
      .map(({ kid }) => kid)
      .toReversed(),
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // A session that was not used meanwhile goes on, and a stranger's failures are still counted as one.
  expect((await refresh(idle, url)).status).toBe(200);
  await login(url, 'nobody@school.example');
  const counted = await query(databaseUrl, `SELECT max(failures) AS failures, count(*)::int FROM "LoginFailure"`);
  expect(counted).toEqual([{ failures: 2, count: 2 }]);

  const oldest = kidOf(first);
  const eightDaysAgo = new Date(Date.now() - 8 * 86_400_000 - 60_000).toISOString();
  const keys = filed().map((key) => (key.kid === oldest ? { ...key, stoppedAt: eightDaysAgo } : key));
  writeFileSync(file, JSON.stringify({ keys }));
  expect((await homeroom('keys', 'rotate', '--wait', '5')).output).toContain(
    `Retired   ${oldest}; 1 secrets were sealed anew\n`,
  );
  expect(filed().map(({ kid }) => kid)).not.toContain(oldest);
  for (const server of servers) await eventually(async () => (await me(first, server)).status === 401);
  const [row] = await query<{ secret: Buffer }>(databaseUrl, `SELECT secret FROM "Factor" WHERE id = $1`, [id]);
  expect(sealing().open(row!.secret, id).toString()).toBe('a shared secret');
  await login(url, 'nobody@school.example');
  expect(await query(databaseUrl, `SELECT max(failures) AS failures FROM "LoginFailure"`)).toEqual([{ failures: 3 }]);
});
