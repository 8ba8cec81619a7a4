import { demoPassphrase } from '../../prisma/seed/accounts.js';
import { startApp } from './app.js';
import { Client } from './client.js';

let url: string;

/** Serves a database with the demo data in it, for the clients below. */
export async function serveDemo(databaseUrl: string): Promise<void> {
  ({ url } = await startApp({ databaseUrl }));
}

const at = async () => url;
export const holding = (token?: string) => new Client(at, async () => token);
export const login = (email: string) => holding().post('/v1/auth/login', { email, password: demoPassphrase });
const tokens = new Map<string, Promise<string>>();

/** Whoever has this address, logged in. */
export function as(email: string): Client {
  const token = tokens.get(email) ?? login(email).then(({ body }) => body.accessToken);
  tokens.set(email, token);
  return new Client(at, () => token);
}

export const idsOf = async (client: Client, path: string) => (await client.all(path)).map(({ id }) => id as string);
export const total = async (client: Client, path: string) =>
  (await client.get(`${path}?include=total`)).body.page.total;
