import type { OidcProvider } from './oidc-providers.js';
import type { SigningKey } from './signing-keys.js';

/** One window of a rate limit: at most `limit` requests in `seconds`. */
export interface RateWindow {
  limit: number;
  seconds: number;
}

/** Every setting, validated once at start (environment.ts). `process.env` is read nowhere else. */
export abstract class Config {
  abstract readonly production: boolean;
  abstract readonly host: string;
  abstract readonly port: number;
  /** Where /metrics is. If the port is taken the server goes on without it, unless it was asked for. */
  abstract readonly management: { host: string; port: number; required: boolean };
  /** A PostgreSQL 18 connection URL. */
  abstract readonly databaseUrl: string;
  /** Where clients reach this server; the tokens' issuer and the start of an invitation's link. No slash at the end. */
  abstract readonly publicUrl: string;
  /** A number of proxies in front of this server, or the CIDR blocks that they are in. */
  abstract readonly trustedProxies: number | string[];
  abstract readonly corsOrigins: string[];
  /** Private JWKs (EC P-256) with a `kid`; the first signs, all verify. */
  abstract readonly signingKeys: SigningKey[];
  /** Where they were read from, and are read again when it changes (keys-in-use.ts). */
  abstract readonly signingKeysFile?: string;
  /** The mail server; without one, outside production, mails go to the page at /dev/mail. */
  abstract readonly smtpUrl?: string;
  /** Whom mails come from. */
  abstract readonly mailFrom: { name: string; address: string };
  /** The OpenID providers that people may log in at. */
  abstract readonly oidcProviders: OidcProvider[];
  abstract readonly logLevel: string;
  abstract readonly rateLimits: { user: RateWindow[]; anonymous: RateWindow[]; login: RateWindow[] };
  /** How many requests of one client may be under way at once. */
  abstract readonly maxInFlight: number;
  /** Whether /docs, /policy, /openapi.json and /v1/policy are served. */
  abstract readonly docs: boolean;
}
