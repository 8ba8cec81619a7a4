import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Client } from './client.js';

/** An account at the provider. */
export interface Account {
  sub: string;
  email?: string;
  email_verified?: unknown;
}

export const CLIENT = { clientId: 'homeroom', clientSecret: randomBytes(24).toString('base64url') };

// environment.mjs.
const { loadOnce } = globalThis as unknown as { loadOnce: (path: string) => { openIdProvider: MakesProvider } };
type MakesProvider = (settings: object, accountOf: (sub: string) => Account | undefined) => RequestListener;

const servers: Server[] = [];

/** Listens on loopback; closes with the file's last test. */
export async function listen(server: Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A real OpenID provider on loopback. It tells the address in the token, or where it is asked for it. */
export async function startProvider(id: string, { addressInToken }: { addressInToken: boolean }) {
  const accounts = new Map<string, Account>();
  const server = createServer();
  const issuer = await listen(server);
  const settings = { issuer, redirectUri: `http://homeroom.test/login/${id}`, ...CLIENT, addressInToken };
  const { openIdProvider } = loadOnce(resolve('test/support/openid-provider.mjs'));
  server.on(
    'request',
    openIdProvider(settings, (sub) => accounts.get(sub)),
  );
  return { accounts, setting: { id, name: `The ${id} account`, issuer, ...CLIENT, scopes: ['openid', 'email'] } };
}

/** What a browser does: follows the provider's redirects until it is sent back to the front end's page. */
export async function visit(authorizationUrl: string, { sub }: Account): Promise<Record<string, string>> {
  const cookies = new Map<string, string>();
  let at = new URL(authorizationUrl);
  at.searchParams.set('login_hint', sub);
  for (let step = 0; step < 10 && at.hostname !== 'homeroom.test'; step += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const [response] = (await once(get(at, { headers: { cookie } }), 'response')) as [IncomingMessage];
    response.resume();
    for (const set of response.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      cookies.set(name!, value!);
    }
    if (!response.headers.location) throw new Error(`${at.href} answered ${response.statusCode}`);
    at = new URL(response.headers.location, at);
  }
  return Object.fromEntries(at.searchParams);
}

/** Begins a login, and goes through it at the provider: what the page has when the browser comes back. */
export async function comeBack(client: Client, id: string, account: Account) {
  const { status, body } = await client.post(`/v1/auth/providers/${id}/authorization`);
  expect(status).toBe(200);
  const { code, state, iss } = await visit(body.authorizationUrl, account);
  return { transaction: body.transaction as string, code: code!, state: state!, iss: iss! };
}

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});
