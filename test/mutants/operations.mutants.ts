import { describeGuards } from './guards.js';

describeGuards([
  {
    name: 'takes a signing key whose halves are of two',
    file: 'config/signing-keys.ts',
    from: 'if (canonical(jwk.x) !== point.x || canonical(jwk.y) !== point.y)',
    to: 'if (!point)',
    tests: 'test/config/environment',
  },
  {
    name: 'takes a public URL that ends the path of what is appended',
    file: 'config/setting-values.ts',
    from: ' || url.username || url.password || /[?#]/.test(value)',
    to: '',
    tests: 'test/config/environment',
  },
  {
    name: 'forgets the counts of failed logins with each rotation',
    file: 'config/keys-in-use.ts',
    from: 'key.counting ? createSecretKey',
    to: '!key ? createSecretKey',
    tests: 'test/keys/in-use',
  },
  {
    name: 'takes a signing key that an RFC prints',
    file: 'config/signing-keys.ts',
    from: 'if (keys.some(isExample))',
    to: 'if (!keys)',
    tests: 'test/config/weak',
  },
  {
    name: 'starts with a password that anyone would try',
    file: 'config/weak-secrets.ts',
    from: 'if (weakness) throw',
    to: 'if (!refuse) throw',
    tests: 'test/config/weak',
  },
  {
    name: 'prints the secrets of the settings',
    file: 'config/concealed.ts',
    from: '.filter(([name]) => shown.has(name))',
    to: '',
    tests: 'test/dumps/memory',
  },
  {
    name: 'prints the database’s password with its pool',
    file: 'prisma/prisma.service.ts',
    from: "Object.defineProperty(pool.options, 'connectionString', { enumerable: false });",
    to: '',
    tests: 'test/dumps/memory',
  },
  {
    name: 'counts requests by their address',
    file: 'metrics/request-metrics.ts',
    from: 'const route = routeOf(request);',
    to: 'const route = request.url;',
    tests: 'test/metrics/metrics',
  },
  {
    name: 'serves the metrics at any address',
    file: 'metrics/management.ts',
    from: "url === '/metrics' &&",
    to: 'url &&',
    tests: 'test/metrics/metrics',
  },
]);
