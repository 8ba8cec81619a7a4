import { readSettings } from '../../apps/api/src/config/environment.js';
import { SettingsError } from '../../apps/api/src/config/setting-faults.js';

function faultsOf(env: Record<string, string>): string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return (error as SettingsError).faults;
  }
}

describe('a secret that is set in the wrong way', () => {
  it.each([
    ['a list of keys', '[{"kty":"EC","crv":"P-256","d":"SECRET"}]'],
    ['a key in quotes', `'{"keys":[{"d":"SECRET"}]}'`],
    ['a set in Base64', Buffer.from('{"keys":[{"d":"SECRET"}]}').toString('base64')],
    ['a broken set', '{"keys":[{"d":"SECRET"}'],
  ])('is not told again: %s', (_, value) => {
    const faults = faultsOf({ JWT_PRIVATE_KEYS: value });
    expect(faults).toEqual([expect.stringMatching(/^JWT_PRIVATE_KEYS must be a JWK set/)]);
    expect(faults.join()).not.toMatch(/SECRET|U0VDUkVU|eyJrZXlz/);
  });

  it('is not told again when a connection URL stands where the path of its file belongs', () => {
    const faults = faultsOf({ DATABASE_URL_FILE: 'postgresql://homeroom:SECRET@db/homeroom' });
    expect(faults).toHaveLength(1);
    expect(faults.join()).not.toContain('SECRET');
  });
});

describe('NODE_ENV', () => {
  it.each(['prod', 'Production', 'staging'])('%s is a fault: it would bring demo data and keys of its own', (value) => {
    expect(faultsOf({ NODE_ENV: value })).toEqual([expect.stringMatching(/^NODE_ENV must be one of/)]);
  });
});
