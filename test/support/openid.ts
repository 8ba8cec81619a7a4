import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from './client.js';

/** An account at the provider. */
export interface Account {
  sub: string;
  email?: string;
  email_verified?: unknown;
}

export const CLIENT = { clientId: 'homeroom', clientSecret: randomBytes(24).toString('base64url') };

/** What the tests use of oidc-provider, which brings no types. */
interface OidcProvider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ params: { login_hint: string } }>;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
}

// Node's own, as it was not made to be loaded into Jest's.
const { loadOnce } = globalThis as unknown as { loadOnce: (name: string) => Record<string, unknown> };

const servers: Server[] = [];

/** Listens on loopback; closes with the file's last test. */
export async function listen(server: Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A real OpenID provider on loopback, at which everyone agrees to everything. */
export async function startProvider(id: string, settings: object = {}) {
  const accounts = new Map<string, Account>();
  const server = createServer((request, response) => void answer(request, response));
  const issuer = await listen(server);
  const { default: Provider } = loadOnce('oidc-provider') as {
    default: new (issuer: string, settings: object) => OidcProvider;
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`http://homeroom.test/login/${id}`],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => accounts.get(accountId) }),
    loadExistingGrant: async ({ oidc }: GrantContext) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ...settings,
  });
  const callback = provider.callback();
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.url!.startsWith('/interaction/')) return callback(request, response);
    const { params } = await provider.interactionDetails(request, response);
    return provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
  }
  return {
    server,
    accounts,
    setting: { id, name: `The ${id} account`, issuer, ...CLIENT, scopes: ['openid', 'email'] },
  };
}

interface GrantContext {
  oidc: {
    provider: { Grant: new (of: object) => { addOIDCScope(scopes: string): void; save(): Promise<unknown> } };
    client: { clientId: string };
    session: { accountId: string };
  };
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
