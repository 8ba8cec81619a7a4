import { readSettings } from '../../apps/api/src/config/environment.js';
import { development, faultsOf, fileOf } from '../support/settings.js';

const SECRET = 'a-secret-word-of-a-provider';
const school = {
  id: 'school',
  name: 'School account',
  issuer: 'https://id.school.example',
  clientId: 'homeroom',
  clientSecret: SECRET,
};
const faults = (...providers: unknown[]) => faultsOf({ ...development, OIDC_PROVIDERS: JSON.stringify(providers) });
const read = (env: NodeJS.ProcessEnv) => readSettings({ ...development, ...env }).oidcProviders;

describe('OIDC_PROVIDERS names', () => {
  it.each([
    ['id', 'School'],
    ['id', '../school'],
    ['id', undefined],
    ['name', ''],
    ['name', 'two\nlines'],
    ['issuer', 'http://id.school.example'],
    ['issuer', 'http://127.0.0.1.evil.example'],
    ['issuer', 'https://id.school.example?tenant=1'],
    ['issuer', 'https://user:word@id.school.example'],
    ['issuer', 'id.school.example'],
    ['clientId', 'a b'],
    ['clientSecret', 'short'],
    ['clientSecret', undefined],
    ['clientSecret', 7],
    ['redirectUri', 'http://school.example/login'],
    ['redirectUri', 'https://school.example/login#x'],
    ['scopes', 'email'],
    ['clientSecretFile', '/no/such/file'],
  ])('%s: %j', (property, value) => {
    const entry = { ...school, ...(property === 'clientSecretFile' && { clientSecret: undefined }), [property]: value };
    const found = faults(entry);
    expect(found).toEqual([expect.stringContaining(`OIDC_PROVIDERS [0].${property}`)]);
    expect(found.join()).not.toContain(SECRET);
  });

  it('each fault of each provider, at the same start', () => {
    const [found] = faults({ ...school, id: 'A' }, { ...school, issuer: 'x', name: '' });
    for (const part of ['[0].id', '[1].name', '[1].issuer']) expect(found).toContain(part);
  });

  it('two of one id or issuer, and what means nothing', () => {
    expect(faults(school, { ...school, id: 'other' }).join()).toContain('issuer twice');
    expect(faults(school, { ...school, issuer: 'https://other.example' }).join()).toContain('id twice');
    expect(faults({ ...school, [SECRET]: 1 }).join()).toMatch(/^(?!.*secret-word).*mean nothing/);
  });

  it.each(['{', '{}', '[1]', SECRET, `[{"clientSecret":"${SECRET}"`])(
    'what is no such array, without telling it: %s',
    (text) => {
      const found = faultsOf({ ...development, OIDC_PROVIDERS: text });
      expect(found).toEqual([expect.stringMatching(/^OIDC_PROVIDERS must be a JSON array/)]);
      expect(faultsOf({ ...development, OIDC_PROVIDERS_FILE: text }).join()).not.toContain(SECRET);
    },
  );
});

describe('OIDC_PROVIDERS', () => {
  it('is none by default', () => expect(read({})).toEqual([]));

  it('comes from a file as well, and so does each secret', () => {
    const { clientSecret: _, ...open } = school;
    const text = JSON.stringify([{ ...open, clientSecretFile: fileOf(`${SECRET}\n`) }]);
    const expected = [{ ...school, scopes: ['openid', 'email', 'profile'] }];
    expect(read({ OIDC_PROVIDERS: text })).toEqual(expected);
    expect(read({ OIDC_PROVIDERS_FILE: fileOf(text) })).toEqual(expected);
  });

  it('takes http for a provider on this machine', () => {
    expect(read({ OIDC_PROVIDERS: JSON.stringify([{ ...school, issuer: 'http://127.0.0.1:4000' }]) })).toHaveLength(1);
  });
});
