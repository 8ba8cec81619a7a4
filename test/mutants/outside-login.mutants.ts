import { describeGuards } from './guards.js';

const login = 'test/v1/auth/outside-login';
const forgeries = 'test/v1/auth/outside-forgeries';

describeGuards([
  {
    name: 'takes the answer of one provider for another’s',
    file: 'outside-login/exchange.ts',
    from: 'begun?.data.provider !== id',
    to: '!begun',
    tests: forgeries,
  },
  {
    name: 'believes an address that nobody has verified',
    file: 'outside-login/verified-address.ts',
    from: 'email_verified !== true || typeof email',
    to: 'typeof email',
    tests: login,
  },
  {
    name: 'takes a token for another login',
    file: 'outside-login/exchange.ts',
    from: "        expectedNonce: derived(transaction, 'nonce'),\n",
    to: '',
    tests: forgeries,
  },
  {
    name: 'believes a token that nobody has signed',
    file: 'outside-login/providers.ts',
    from: '  enableNonRepudiationChecks(client);\n',
    to: '',
    tests: forgeries,
  },
  {
    name: 'believes a provider that calls itself by another name',
    file: 'outside-login/providers.ts',
    from: 'found.issuer !== issuer',
    to: 'found.issuer === undefined',
    also: { from: 'new URL(issuer), clientId', to: 'new URL(`${issuer}/.well-known/x`), clientId' },
    tests: forgeries,
  },
  {
    name: 'lets in on an invitation that has expired',
    file: 'members/admission.service.ts',
    from: ', inviteExpiresAt: { gt: new Date() } } as const',
    to: ' } as const',
    tests: login,
  },
  {
    name: 'takes an account over for its address',
    file: 'members/admission.service.ts',
    from: 'ON CONFLICT (email) DO NOTHING',
    to: 'ON CONFLICT (email) DO UPDATE SET name = excluded.name',
    tests: login,
  },
  {
    name: 'unlinks the only way to log in',
    file: 'outside-login/identities.service.ts',
    from: 'await this.waysIn.require(transaction, user.id);',
    to: '',
    tests: 'test/v1/me-identities',
  },
  {
    name: 'unlinks another user’s account',
    file: 'outside-login/identities.service.ts',
    from: "AND: [rows(caller, 'delete', 'ExternalIdentity'), { id }]",
    to: 'AND: [{ id }]',
    tests: 'test/v1/me-identities',
  },
  {
    name: 'leaves alive who came in by an account that is unlinked',
    file: 'outside-login/identities.service.ts',
    from: 'await endOtherSessions(transaction, caller);',
    to: '',
    tests: 'test/v1/me-identities',
  },
  {
    name: 'follows a provider as long as it talks',
    file: 'outside-login/provider-fetch.ts',
    from: 'if (size > most)',
    to: 'if (size < 0)',
    tests: forgeries,
  },
]);
