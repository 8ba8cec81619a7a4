import type { TestKey } from '../support/api-key.js';
import { expectProblem } from '../support/assertions.js';
import { anonymous, school } from '../support/school.js';
import { as, keyOf, send, tokenOf } from './client.js';

type School = Awaited<ReturnType<typeof school>>;
let ours: School;
let key: TestKey;
beforeAll(async () => {
  ours = await school();
  key = await keyOf(ours, { scopes: ['students:read', 'terms:read'] });
});

describe('POST /oauth/introspect', () => {
  it('tells of tokens and keys of the own school', async () => {
    const token = await tokenOf(key, { scope: 'terms:read' });
    const other = await keyOf(ours, { scopes: ['school:read'], allowedCidrs: ['203.0.113.0/24'] });
    const asked = await send('/oauth/introspect', { token }, as(key));
    expect(asked.body).toEqual({
      active: true,
      scope: 'terms:read',
      client_id: key.id,
      sub: key.id,
      iss: 'http://homeroom.test',
      token_type: 'Bearer',
      exp: expect.any(Number),
    });
    expect((await send('/oauth/introspect', { token: other.secret }, as(key))).body).toMatchObject({
      active: true,
      client_id: other.id,
    });
  });

  it('says of everything else that it is not active, and nothing more', async () => {
    const foreign = await keyOf(await school());
    const gone = await keyOf(ours, { revokedAt: new Date() });
    for (const token of [foreign.secret, await tokenOf(foreign), gone.secret, 'x', await ours.admin.accessToken()]) {
      const { status, body } = await send('/oauth/introspect', { token }, as(key));
      expect([status, body]).toEqual([200, { active: false }]);
    }
  });

  it('is for keys alone', async () => {
    const token = await tokenOf(key);
    expect((await send('/oauth/introspect', { token })).body.error).toBe('invalid_client');
    expect((await send('/oauth/introspect', {}, as(key))).body.error).toBe('invalid_request');
    expectProblem(await anonymous.post('/oauth/introspect', { token }), 415);
  });
});
