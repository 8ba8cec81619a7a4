import { app, startApp } from './app.js';
import { Client, type RequestOptions } from './client.js';
import { PASSPHRASE } from './school.js';

let server: ReturnType<typeof startApp> | undefined;

/** A server on the file's database that believes one proxy, so that each client can come from an address of its own. */
export function proxied() {
  server ??= app().then(({ config }) => startApp({ databaseUrl: config.databaseUrl, trustedProxies: 1 }));
  return server;
}

let addresses = 0;
const nextAddress = () => `198.18.${(addresses += 1) >> 8}.${addresses & 255}`;

/** A client at an address that no other client of the file has: failed logins are counted by address too. */
export class Visitor extends Client {
  constructor(
    readonly address = nextAddress(),
    token?: string,
    url = async () => (await proxied()).url,
  ) {
    super(url, async () => token);
  }

  override request(method: string, path: string, body?: unknown, options: RequestOptions = {}) {
    return super.request(method, path, body, {
      ...options,
      headers: { 'x-forwarded-for': this.address, ...options.headers },
    });
  }

  login(email: string, password = PASSPHRASE) {
    return this.post('/v1/auth/login', { email, password });
  }

  /** The same visitor with this access token. */
  with(token: string): Visitor {
    return new Visitor(this.address, token, this.url);
  }
}
