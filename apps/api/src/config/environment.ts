import { BlockList, isIP } from 'node:net';
import type { Config, RateWindow } from './config.js';
import { SettingFaults } from './setting-faults.js';
import { readSigningKeys } from './signing-keys.js';

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
  const production = env.NODE_ENV === 'production';

  const host = read('HOST', '127.0.0.1', text);
  const port = read('PORT', '3000', (value) => integer(value, 0, 65_535));
  const settings: Settings = {
    production,
    host,
    port,
    databaseUrl: env.DATABASE_URL ? read('DATABASE_URL', '', databaseUrl) : undefined,
    publicUrl: read('PUBLIC_URL', production ? '' : `http://${host}:${port}`, httpUrl),
    trustedProxies: read('TRUSTED_PROXIES', '0', proxies),
    corsOrigins: read('CORS_ORIGINS', '', (value) => list(value).map(origin)),
    signingKeys: faults.collect('JWT_PRIVATE_KEYS', () => readSigningKeys(env.JWT_PRIVATE_KEYS, production)),
    logLevel: read('LOG_LEVEL', 'info', (value) => oneOf(value, 'fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')),
    rateLimits: {
      user: read('RATE_LIMIT', '100/10s,5000/1h,50000/1d', rateWindows),
      anonymous: read('RATE_LIMIT_ANONYMOUS', '60/1m', rateWindows),
      login: read('RATE_LIMIT_LOGIN', '10/1m', rateWindows),
    },
    maxInFlight: read('MAX_IN_FLIGHT', '20', (value) => integer(value, 1, 10_000)),
    docs: read('DOCS', production ? 'off' : 'on', (value) => oneOf(value, 'on', 'off') === 'on'),
  };
  if (production && !env.DATABASE_URL) faults.add('DATABASE_URL', 'is required in production');
  faults.throwIfAny();
  return settings;
}

const list = (value: string) => value.split(',').map((part) => part.trim()).filter(Boolean);

function text(value: string): string {
  if (!/^[\w.:-]{1,253}$/.test(value)) throw new Error('must be an address or a host name');
  return value;
}

function integer(value: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most)) throw new Error(`must be a whole number from ${least} to ${most}`);
  return number;
}

function oneOf<const T extends string>(value: string, ...allowed: T[]): T {
  if (!allowed.includes(value as T)) throw new Error(`must be one of ${allowed.join(', ')}`);
  return value as T;
}

/** The message never repeats the value: a connection URL holds a password. */
function databaseUrl(value: string): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  if (!['postgres:', 'postgresql:'].includes(protocol)) throw new Error('must be a URL like postgresql://user:password@host:5432/database');
  return value;
}

function httpUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw new Error('must be an http or https URL');
  return value.replace(/\/+$/, '');
}

function origin(value: string): string {
  if (!URL.canParse(value) || new URL(value).origin !== value) throw new Error(`'${value}' is not an origin like https://school.example`);
  return value;
}

function proxies(value: string): number | string[] {
  if (/^\d+$/.test(value)) return integer(value, 0, 10);
  for (const block of list(value)) {
    const [address = '', prefix] = block.split('/');
    if (!isIP(address)) throw new Error(`'${block}' is neither a count of proxies nor a CIDR block`);
    new BlockList().addSubnet(address, Number(prefix ?? (isIP(address) === 4 ? 32 : 128)), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  return list(value);
}

const unitSeconds = { s: 1, m: 60, h: 3_600, d: 86_400 };

function rateWindows(value: string): RateWindow[] {
  return list(value).map((part) => {
    const [, limit, count, unit] = /^([1-9]\d{0,8})\/([1-9]\d{0,3})([smhd])$/.exec(part) ?? [];
    if (!unit) throw new Error(`'${part}' is not a limit like 100/10s, 60/1m, 5000/1h or 50000/1d`);
    return { limit: Number(limit), seconds: Number(count) * unitSeconds[unit as keyof typeof unitSeconds] };
  });
}
