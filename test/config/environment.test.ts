import pg from 'pg';
import { readSettings, secretSettings } from '../../apps/api/src/config/environment.js';
import { development, faultsOf, fileOf, privateKey } from '../support/settings.js';

describe('a setting that is not usable is named', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', '0x10'],
    ['MANAGEMENT_PORT', 'http'],
    ['MANAGEMENT_PORT', '65536'],
    ['MANAGEMENT_HOST', 'http://127.0.0.1'],
    ['HOST', 'a host'],
    ['HOST', 'http://127.0.0.1'],
    ['DATABASE_URL', 'mysql://user:a-secret-word@host/database'],
    ['DATABASE_URL', 'not a URL'],
    ['PUBLIC_URL', 'school.example'],
    ['PUBLIC_URL', 'ftp://school.example'],
    ['PUBLIC_URL', 'https://user@school.example'],
    ['PUBLIC_URL', 'https://user:a-secret-word@school.example'],
    ['PUBLIC_URL', 'https://school.example?tenant=1'],
    ['PUBLIC_URL', 'https://school.example/?'],
    ['PUBLIC_URL', 'https://school.example/#'],
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
    ['a key of two halves', JSON.stringify({ keys: [{ ...privateKey(), d: privateKey().d }] })],
    ['a key that is too short', JSON.stringify({ keys: [{ ...privateKey(), d: 'AQ' }] })],
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

it('a public URL is kept in its normal form, without a slash at the end', () => {
  for (const [given, kept] of [
    ['HTTPS://School.Example:443/', 'https://school.example'],
    ['https://school.example/a/../api//', 'https://school.example/api'],
  ] as const)
    expect(readSettings({ ...development, PUBLIC_URL: given }).publicUrl).toBe(kept);
});

it('the driver’s own variable for the password is read into the URL, unless that has one', () => {
  const read = (url: string) =>
    readSettings({ ...development, DATABASE_URL: url, PGPASSWORD: 'a %2F@:word' }).databaseUrl!;
  const password = (url: string) => new pg.Client({ connectionString: read(url) }).password;
  expect(password('postgresql://school@db.internal/north')).toBe('a %2F@:word');
  expect(password('postgresql:///north?host=/run/postgresql&user=school')).toBe('a %2F@:word');
  expect(read('postgresql://school:its-own@db.internal/north')).toBe('postgresql://school:its-own@db.internal/north');
  expect(secretSettings).toContain('PGPASSWORD');
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
