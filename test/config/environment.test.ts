import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../apps/api/src/config/environment.js';
import { SettingsError } from '../../apps/api/src/config/setting-faults.js';

const privateKey = (namedCurve = 'P-256') =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' });
const keys = JSON.stringify({ keys: [privateKey()] });
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://homeroom:a-secret-word@db.internal:5432/homeroom',
  PUBLIC_URL: 'https://school.example',
  JWT_PRIVATE_KEYS: keys,
};
const development = { JWT_PRIVATE_KEYS: keys };

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

const fileOf = (text: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'homeroom-test-')), 'setting');
  writeFileSync(file, text);
  return file;
};

describe('a setting that is not usable is named', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', '0x10'],
    ['HOST', 'a host'],
    ['HOST', 'http://127.0.0.1'],
    ['DATABASE_URL', 'mysql://user:a-secret-word@host/database'],
    ['DATABASE_URL', 'not a URL'],
    ['PUBLIC_URL', 'school.example'],
    ['PUBLIC_URL', 'ftp://school.example'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', '11'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,proxy.internal'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://app.school.example/'],
    ['CORS_ORIGINS', 'https://app.school.example,null'],
    ['JWT_PRIVATE_KEYS', '{'],
    ['JWT_PRIVATE_KEYS', '{"keys":[]}'],
    ['JWT_PRIVATE_KEYS', '/no/such/file'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT', '100'],
    ['RATE_LIMIT', '0/10s'],
    ['RATE_LIMIT', '100/10s,many/1h'],
    ['RATE_LIMIT_ANONYMOUS', '60/m'],
    ['RATE_LIMIT_LOGIN', '-10/1m'],
    ['MAX_IN_FLIGHT', '0'],
    ['DOCS', 'yes'],
  ])('%s=%s', (name, value) => {
    const faults = faultsOf({ ...development, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
  });

  it('and so is every other one, at the same start', () => {
    const faults = faultsOf({ ...development, PORT: 'http', LOG_LEVEL: 'loud', DOCS: 'yes', RATE_LIMIT: 'many' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL', 'RATE_LIMIT', 'DOCS']);
  });

  it.each([
    ['a key of another curve', JSON.stringify({ keys: [privateKey('P-384')] })],
    ['a public key', JSON.stringify({ keys: [{ ...privateKey(), d: undefined }] })],
    ['a key that is not on its curve', JSON.stringify({ keys: [{ ...privateKey(), x: privateKey().x }] })],
    [
      'two keys of one kid',
      JSON.stringify({
        keys: [
          { ...privateKey(), kid: 'a' },
          { ...privateKey(), kid: 'a' },
        ],
      }),
    ],
  ])('JWT_PRIVATE_KEYS with %s', (_, set) => {
    expect(faultsOf({ JWT_PRIVATE_KEYS: set })).toEqual([expect.stringMatching(/^JWT_PRIVATE_KEYS /)]);
  });
});

describe('no message repeats a secret', () => {
  it('of a database URL', () => {
    expect(faultsOf({ ...development, DATABASE_URL: 'mysql://user:a-secret-word@host/database' }).join()).not.toContain(
      'secret',
    );
  });

  it('of a signing key, whole or cut off', () => {
    const jwk = privateKey('P-384');
    const set = JSON.stringify({ keys: [jwk] });
    for (const setting of [set, set.slice(0, -2)])
      expect(faultsOf({ JWT_PRIVATE_KEYS: setting }).join()).not.toContain(jwk.d);
  });

  it('of a file', () => {
    expect(faultsOf({ JWT_PRIVATE_KEYS: fileOf('a-secret-word') }).join()).not.toContain('secret');
    expect(faultsOf({ ...development, DATABASE_URL_FILE: fileOf('mysql://a-secret-word@host') }).join()).not.toContain(
      'secret',
    );
  });
});

describe('in production nothing has an unsafe default', () => {
  it('the database, the public address and the keys have to be given', () => {
    const faults = faultsOf({ NODE_ENV: 'production' });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'JWT_PRIVATE_KEYS',
      'PUBLIC_URL',
    ]);
  });

  it('an empty setting is one that was not given', () => {
    expect(faultsOf({ ...production, DATABASE_URL: '' })).toEqual([expect.stringMatching(/^DATABASE_URL /)]);
  });

  it('there are no documentation pages unless asked for', () => {
    expect(readSettings(production)).toMatchObject({ production: true, docs: false });
    expect(readSettings({ ...production, DOCS: 'on' })).toMatchObject({ docs: true });
  });

  it('no proxy is trusted, no origin allowed, and it listens on loopback', () => {
    expect(readSettings(production)).toMatchObject({ trustedProxies: 0, corsOrigins: [], host: '127.0.0.1' });
  });
});

describe('what is read', () => {
  it('outside production: everything has a default', () => {
    expect(readSettings(development)).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: undefined,
      publicUrl: 'http://127.0.0.1:3000',
      logLevel: 'info',
      maxInFlight: 20,
      docs: true,
      rateLimits: {
        user: [
          { limit: 100, seconds: 10 },
          { limit: 5_000, seconds: 3_600 },
          { limit: 50_000, seconds: 86_400 },
        ],
        anonymous: [{ limit: 60, seconds: 60 }],
        login: [{ limit: 10, seconds: 60 }],
      },
    });
  });

  it('an IPv6 address to listen on, which its own URL has in brackets', () => {
    expect(readSettings({ ...development, HOST: '::1' })).toMatchObject({
      host: '::1',
      publicUrl: 'http://[::1]:3000',
    });
  });

  it('lists, and addresses without their last slash', () => {
    const env = {
      ...development,
      CORS_ORIGINS: 'https://a.example, https://b.example',
      PUBLIC_URL: 'https://school.example/',
    };
    expect(readSettings(env)).toMatchObject({
      corsOrigins: ['https://a.example', 'https://b.example'],
      publicUrl: 'https://school.example',
    });
    expect(readSettings({ ...development, TRUSTED_PROXIES: '2' })).toMatchObject({ trustedProxies: 2 });
    expect(readSettings({ ...development, TRUSTED_PROXIES: '10.0.0.0/8, ::1' })).toMatchObject({
      trustedProxies: ['10.0.0.0/8', '::1'],
    });
  });

  it('signing keys in their order, as text or from a file, each with a kid', () => {
    const set = JSON.stringify({ keys: [{ ...privateKey(), kid: 'new' }, privateKey()] });
    const { signingKeys } = readSettings({ JWT_PRIVATE_KEYS: set });
    expect(signingKeys.map(({ kid }) => kid)).toEqual(['new', expect.stringMatching(/^[\w-]{43}$/)]);
    expect(readSettings({ JWT_PRIVATE_KEYS: fileOf(set) }).signingKeys).toEqual(signingKeys);
  });

  it('the database URL from a file, whose last line break is not a part of it', () => {
    const { DATABASE_URL, ...env } = production;
    expect(readSettings({ ...env, DATABASE_URL_FILE: fileOf(`${DATABASE_URL}\n`) })).toMatchObject({
      databaseUrl: DATABASE_URL,
    });
  });
});
