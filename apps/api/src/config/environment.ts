import { isIP } from 'node:net';
import type { Config } from './config.js';
import { readOidcProviders } from './oidc-providers.js';
import { concealed } from './concealed.js';
import { SettingFaults } from './setting-faults.js';
import {
  contentOf,
  databaseUrl,
  httpUrl,
  integer,
  list,
  mailFrom,
  oneOf,
  origin,
  proxies,
  rateWindows,
  smtpUrl,
  text,
} from './setting-values.js';
import { readSigningKeys, signingKeysFile } from './signing-keys.js';
import { refuseWeakDatabase, refuseWeakSmtp } from './weak-secrets.js';

/** The settings that hold a secret, or may; what has read them takes them out of the environment. */
export const secretSettings = ['DATABASE_URL', 'PGPASSWORD', 'JWT_PRIVATE_KEYS', 'SMTP_URL', 'OIDC_PROVIDERS'];

/** The settings as the environment gives them; without a database URL the start brings its own PostgreSQL. */
export type Settings = Omit<Config, 'databaseUrl'> & { readonly databaseUrl?: string };

/**
 * Reads and checks every setting at once (.env.example lists them with their meaning).
 * @throws SettingsError that names each fault
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const faults = new SettingFaults();
  const read = <T>(name: string, fallback: string, parse: (text: string) => T): T =>
    faults.collect(name, () => parse(env[name] || fallback));
  // A name that is nearly `production` must not bring demo data and generated keys.
  const production =
    read('NODE_ENV', 'development', (value) => oneOf(value, 'production', 'development', 'test')) === 'production';

  const host = read('HOST', '127.0.0.1', text);
  const port = read('PORT', '3000', (value) => integer(value, 0, 65_535));
  const settings: Settings = {
    production,
    host,
    port,
    management: {
      host: read('MANAGEMENT_HOST', '127.0.0.1', text),
      port: read('MANAGEMENT_PORT', '9464', (value) => integer(value, 0, 65_535)),
      required: Boolean(env.MANAGEMENT_PORT),
    },
    databaseUrl: faults.collect('DATABASE_URL', () =>
      databaseUrl(env.DATABASE_URL || contentOf(env.DATABASE_URL_FILE, 'DATABASE_URL_FILE'), env.PGPASSWORD),
    ),
    publicUrl: production ? read('PUBLIC_URL', '', httpUrl) : read('PUBLIC_URL', ownUrl(host, port), httpUrl),
    trustedProxies: read('TRUSTED_PROXIES', '0', proxies),
    corsOrigins: read('CORS_ORIGINS', '', (value) => list(value).map(origin)),
    signingKeys: faults.collect('JWT_PRIVATE_KEYS', () => readSigningKeys(env.JWT_PRIVATE_KEYS, production)),
    signingKeysFile: signingKeysFile(env.JWT_PRIVATE_KEYS),
    smtpUrl: faults.collect('SMTP_URL', () => smtpUrl(env.SMTP_URL || contentOf(env.SMTP_URL_FILE, 'SMTP_URL_FILE'))),
    mailFrom: read('MAIL_FROM', production ? '' : 'Homeroom <homeroom@localhost>', mailFrom),
    oidcProviders: faults.collect('OIDC_PROVIDERS', () => readOidcProviders(env)),
    logLevel: read('LOG_LEVEL', 'info', (value) =>
      oneOf(value, 'fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    ),
    rateLimits: {
      user: read('RATE_LIMIT', '100/10s,5000/1h,50000/1d', rateWindows),
      anonymous: read('RATE_LIMIT_ANONYMOUS', '60/1m', rateWindows),
      login: read('RATE_LIMIT_LOGIN', '10/1m', rateWindows),
    },
    maxInFlight: read('MAX_IN_FLIGHT', '20', (value) => integer(value, 1, 10_000)),
    docs: read('DOCS', production ? 'off' : 'on', (value) => oneOf(value, 'on', 'off') === 'on'),
  };
  if (production && !env.DATABASE_URL && !env.DATABASE_URL_FILE)
    faults.add('DATABASE_URL', 'is required in production');
  if (production && !env.SMTP_URL && !env.SMTP_URL_FILE) faults.add('SMTP_URL', 'is required in production');
  if (production) {
    faults.collect('DATABASE_URL', () => refuseWeakDatabase(settings.databaseUrl));
    faults.collect('SMTP_URL', () => refuseWeakSmtp(settings.smtpUrl));
  }
  faults.throwIfAny();
  return concealed(settings);
}

/** Where this server is reached while nothing stands in front of it. A fault of host or port is told of those alone. */
function ownUrl(host = '127.0.0.1', port = 3000): string {
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
