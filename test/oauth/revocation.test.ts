import type { TestKey } from '../support/api-key.js';
import { school } from '../support/school.js';
import { as, keyOf, send, terms, tokenOf } from './client.js';

type School = Awaited<ReturnType<typeof school>>;
let ours: School;
let key: TestKey;
beforeAll(async () => {
  ours = await school();
  key = await keyOf(ours, { scopes: ['students:read', 'terms:read'] });
});

describe('POST /oauth/revoke', () => {
  it('ends a token of the own key at once', async () => {
    const token = await tokenOf(key);
    expect(await terms(token)).toBe(200);
    expect((await send('/oauth/revoke', { token, token_type_hint: 'access_token' }, as(key))).status).toBe(200);
    expect(await terms(token)).toBe(401);
    expect((await send('/oauth/introspect', { token }, as(key))).body).toEqual({ active: false });
  });

  it('says the same of what is unknown or another’s, and ends nothing', async () => {
    const mine = await tokenOf(key);
    const another = await keyOf(ours);
    for (const token of [mine, 'x']) expect((await send('/oauth/revoke', { token }, as(another))).status).toBe(200);
    expect(await terms(mine)).toBe(200);
  });

  it('ends no key', async () => {
    const { status, body } = await send('/oauth/revoke', { token: key.secret }, as(key));
    expect([status, body.error]).toEqual([400, 'unsupported_token_type']);
    expect((await send('/oauth/revoke', { token: key.secret })).body.error).toBe('invalid_client');
    expect(await terms(key.secret)).toBe(200);
  });
});
