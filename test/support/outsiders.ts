import { randomBytes } from 'node:crypto';
import { app, startApp, unique } from './app.js';
import { Client } from './client.js';
import { type Account, comeBack, startProvider } from './openid.js';

let started: ReturnType<typeof start> | undefined;

/** A server on the file's database with two providers: one tells the address in the token, the other where it is asked for it. */
export function outside() {
  started ??= start();
  return started;
}

async function start() {
  const [north, east] = [
    await startProvider('north', { addressInToken: true }),
    await startProvider('east', { addressInToken: false }),
  ];
  const { config } = await app();
  const { url } = await startApp({ databaseUrl: config.databaseUrl, oidcProviders: [north.setting, east.setting] });
  return { url, north, east, visitor: new Client(async () => url) };
}

/** An account at both providers with a verified address, unless told otherwise. */
export async function outsider(more: Partial<Account> = {}): Promise<Account & { email: string }> {
  const { north, east } = await outside();
  const sub = unique('sub');
  const account = { sub, email: `${sub}@school.example`, email_verified: true, ...more };
  for (const { accounts } of [north, east]) accounts.set(sub, account);
  return account;
}

export async function logIn(account: Account, id = 'north') {
  const { visitor } = await outside();
  return visitor.post(`/v1/auth/providers/${id}/login`, await comeBack(visitor, id, account));
}

/** An invitation as it stands once its mail was sent. */
export async function invited(invitedEmail: string, more: object = {}) {
  const { database } = await app();
  const { id: schoolId } = await database.school.create({ data: { name: unique('School'), slug: unique('school') } });
  const sent = { inviteDigest: randomBytes(32), inviteExpiresAt: new Date(Date.now() + 60_000) };
  return database.membership.create({
    data: { schoolId, role: 'guardian', invitedEmail, ...sent, givenName: 'Ada', familyName: 'Obi', ...more },
  });
}

/** Who has an account with this address, if anyone. */
export async function userOf(email: string) {
  const { database } = await app();
  return database.user.findUnique({ where: { email }, include: { memberships: true, identities: true } });
}
