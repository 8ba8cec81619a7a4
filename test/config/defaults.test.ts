import { readSettings } from '../../apps/api/src/config/environment.js';
import { development, faultsOf, fileOf, privateKey, production } from '../support/settings.js';

describe('in production nothing has an unsafe default', () => {
  it('the database, the public address, the keys and the mail server have to be given', () => {
    const faults = faultsOf({ NODE_ENV: 'production' });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'JWT_PRIVATE_KEYS',
      'MAIL_FROM',
      'PUBLIC_URL',
      'SMTP_URL',
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
      management: { host: '127.0.0.1', port: 9464, required: false },
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
