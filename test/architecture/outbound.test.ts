import { sources } from '../support/modules.js';

const client = /^(node:)?(https|http2|tls|dns|dgram)$|^(undici|axios|got|ky|node-fetch|ws|nodemailer|openid-client)$/;
/** `node:http` and `node:net` are imported for types and constants, and to tell an address from other text. */
const call =
  /\bfetch\(|\bnew (WebSocket|EventSource)\(|\b(\*|get|request|connect|createConnection)[ ,][^;]*from '(node:)?(http|net)'/;

it('asks no other host for anything but the database, the mail server and the configured providers', () => {
  const asking = sources('apps/api/src').filter(
    ({ text, imports }) => call.test(text) || imports.some((name) => client.test(name)),
  );
  expect(asking.map(({ path }) => path)).toEqual([
    'apps/api/src/mail/transport.ts',
    // All go through provider-fetch.ts.
    'apps/api/src/outside-login/exchange.ts',
    'apps/api/src/outside-login/provider-fetch.ts',
    'apps/api/src/outside-login/providers.ts',
    'apps/api/src/outside-login/verified-address.ts',
  ]);
});
