import { app } from '../../support/app.js';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { comeBack } from '../../support/openid.js';
import { invited, logIn, outside, outsider, userOf } from '../../support/outsiders.js';
import { holding, someone } from '../../support/session.js';

const login = async (id: string, answer: object) =>
  (await outside()).visitor.post(`/v1/auth/providers/${id}/login`, answer);

describe('GET /v1/auth/providers', () => {
  it('tells their ids and names, and nothing else of the settings', async () => {
    const { visitor } = await outside();
    const { status, body } = await visitor.get('/v1/auth/providers');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: [
        { id: 'north', name: 'The north account' },
        { id: 'east', name: 'The east account' },
      ],
    });
  });
});

describe('POST /v1/auth/providers/{provider}/authorization', () => {
  it('asks for a code, with state, nonce and the digest of a verifier that it does not tell', async () => {
    const { visitor, north } = await outside();
    const { body, headers } = await visitor.post('/v1/auth/providers/north/authorization');
    const { origin, searchParams } = new URL(body.authorizationUrl);
    expect(origin).toBe(north.setting.issuer);
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'homeroom',
      response_type: 'code',
      scope: 'openid email',
      redirect_uri: 'http://homeroom.test/login/north',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(body.authorizationUrl).not.toContain(body.transaction);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('keeps nothing with which the answer could be taken by who reads the database', async () => {
    const { visitor } = await outside();
    const { database } = await app();
    const { body } = await visitor.post('/v1/auth/providers/north/authorization');
    const rows = await database.challenge.findMany({ where: { purpose: 'outside_login' } });
    expect(rows.map(({ data }) => data)).toEqual(rows.map(({ data }) => JSON.stringify(JSON.parse(data))));
    for (const { data } of rows) expect(JSON.parse(data)).toEqual({ provider: expect.any(String) });
    expect(JSON.stringify(rows)).not.toContain(body.transaction);
  });

  it('is a 404 for a provider that is not configured', async () => {
    const { visitor } = await outside();
    expectProblem(await visitor.post('/v1/auth/providers/west/authorization'), 404);
    expectProblem(await visitor.post('/v1/auth/providers/__proto__/authorization'), 404);
  });
});

describe('POST /v1/auth/providers/{provider}/login refuses', () => {
  /** Someone who would be let in, and what their page has. */
  async function arrival(id = 'north') {
    const account = await outsider();
    await invited(account.email);
    return { account, answer: await comeBack((await outside()).visitor, id, account) };
  }
  async function expectRefused(id: string, answer: object, email: string) {
    const refusal = await login(id, answer);
    expectProblem(refusal, 401);
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
    expect(await userOf(email)).toBeNull();
  }

  it('a state that is not the one of this login', async () => {
    const { account, answer } = await arrival();
    await expectRefused('north', { ...answer, state: (await arrival()).answer.state }, account.email);
  });

  it('a transaction that somebody else began: a code that was planted, or stolen, is of no use', async () => {
    const [victim, thief] = [await arrival(), await arrival()];
    const planted = { ...victim.answer, transaction: thief.answer.transaction };
    await expectRefused('north', planted, victim.account.email);
    // With the state put right too, the verifier is still the victim's.
    await expectRefused('north', { ...(await arrival()).answer, code: victim.answer.code }, victim.account.email);
  });

  it('a transaction that nobody began', async () => {
    const { account, answer } = await arrival();
    await expectRefused('north', { ...answer, transaction: 'x'.repeat(43) }, account.email);
  });

  it('a transaction the second time, also if the first was refused', async () => {
    const { account, answer } = await arrival();
    await expectRefused('north', { ...answer, state: 'another' }, account.email);
    await expectRefused('north', answer, account.email);
  });

  it('a transaction that is older than ten minutes', async () => {
    const { account, answer } = await arrival();
    const { database } = await app();
    const rows = await database.challenge.findMany({ where: { purpose: 'outside_login' } });
    const left = Math.max(...rows.map(({ expiresAt }) => expiresAt.getTime())) - Date.now();
    expect(left).toBeGreaterThan(590_000);
    expect(left).toBeLessThanOrEqual(600_000);
    await database.challenge.updateMany({ data: { expiresAt: new Date() } });
    await expectRefused('north', answer, account.email);
  });

  it('what was begun at another provider, either way around', async () => {
    const { account, answer } = await arrival('north');
    await expectRefused('east', answer, account.email);
    const { transaction, state } = (await arrival('east')).answer;
    await expectRefused('east', { ...(await arrival('north')).answer, transaction, state }, account.email);
  });

  it('an answer that names another issuer, or none where the provider promises one', async () => {
    const [one, two] = [await arrival(), await arrival()];
    const { east } = await outside();
    await expectRefused('north', { ...one.answer, iss: east.setting.issuer }, one.account.email);
    await expectRefused('north', { ...two.answer, iss: undefined }, two.account.email);
  });

  it('a code that was used', async () => {
    const { account, answer } = await arrival();
    expect((await login('north', answer)).status).toBe(200);
    expectProblem(await login('north', answer), 401);
    const { transaction, state } = (await arrival()).answer;
    expectProblem(await login('north', { ...answer, transaction, state }), 401);
    expect((await userOf(account.email))!.identities).toHaveLength(1);
  });

  it.each(['north', 'east'])('an address that %s does not call verified', async (id) => {
    for (const email_verified of [false, undefined, 'true', 1]) {
      const account = await outsider({ email_verified });
      await invited(account.email);
      expectProblem(await logIn(account, id), 401);
      expect(await userOf(account.email)).toBeNull();
    }
  });

  it('an address that is not invited, whose invitation has expired or was not sent, or was taken back', async () => {
    const [stranger, late, unsent, gone] = [await outsider(), await outsider(), await outsider(), await outsider()];
    await invited(late.email, { inviteExpiresAt: new Date(Date.now() - 1_000) });
    await invited(unsent.email, { inviteDigest: null, inviteExpiresAt: null });
    await invited(gone.email, { status: 'suspended' });
    for (const account of [stranger, late, unsent, gone]) {
      expectProblem(await logIn(account), 401);
      expect(await userOf(account.email)).toBeNull();
    }
  });

  it('to take over an account that has this address, invited or not, in the same words', async () => {
    const actor = await someone();
    const account = await outsider({ email: actor.email });
    const refusal = await logIn(account);
    expectProblem(refusal, 401);
    const invitation = await invited(actor.email);
    expect(withoutRequestId(await logIn(account))).toEqual(withoutRequestId(refusal));
    expect(withoutRequestId(await logIn(await outsider()))).toEqual(withoutRequestId(refusal));
    const { database } = await app();
    expect((await userOf(actor.email))!.identities).toEqual([]);
    expect(await database.membership.findUnique({ where: { id: invitation.id } })).toEqual(invitation);
    expect(await database.session.count({ where: { userId: actor.userId } })).toBe(0);
  });

  it('a member who was suspended', async () => {
    const account = await outsider();
    const { id } = await invited(account.email);
    expect((await logIn(account)).status).toBe(200);
    const { database } = await app();
    await database.membership.update({ where: { id }, data: { status: 'suspended' } });
    expectProblem(await logIn(account), 401);
  });

  it.each([{}, { code: 'x' }, { code: 'x', state: 'y', transaction: 'z', redirectUri: 'https://evil.example' }])(
    '%j as input',
    async (answer) => {
      expectProblem(await login('north', answer), 400);
    },
  );
});

describe('POST /v1/auth/providers/{provider}/login', () => {
  it.each(['north', 'east'])(
    'lets in at %s who is invited, without a password, under the name the school has',
    async (id) => {
      const account = await outsider();
      const invitation = await invited(account.email);
      const { status, body } = await logIn(account, id);
      expect(status).toBe(200);
      expect(body.membership).toMatchObject({ id: invitation.id, role: 'guardian' });
      const user = (await userOf(account.email))!;
      expect(user).toMatchObject({ name: 'Ada Obi', passwordHash: null, identities: [{ subject: account.sub }] });
      expect(user.memberships).toEqual([
        expect.objectContaining({ id: invitation.id, status: 'active', invitedEmail: null }),
      ]);
      const me = await holding(body.accessToken).get('/v1/me');
      expect(me.body.user).toMatchObject({ email: account.email });
    },
  );

  it('finds an invitation whatever the case of the address, and accepts those of every school', async () => {
    const account = await outsider();
    const email = account.email;
    account.email = email.toUpperCase();
    await invited(email);
    await invited(email, { role: 'admin' });
    expect((await logIn(account)).status).toBe(200);
    expect((await userOf(email))!.memberships.map(({ status }) => status)).toEqual(['active', 'active']);
  });

  it('knows who comes again by the provider’s name for them, whatever their address is by then', async () => {
    const account = await outsider();
    await invited(account.email);
    const first = await logIn(account);
    const { email } = account;
    Object.assign(account, { email: 'somebody.else@school.example', email_verified: false });
    const { status, body } = await logIn(account);
    expect(status).toBe(200);
    expect(body.membership).toEqual(first.body.membership);
    expect((await userOf(email))!.identities).toHaveLength(1);
    // The same name at another provider is another person.
    expectProblem(await logIn(account, 'east'), 401);
  });

  it('makes one account for first logins at once', async () => {
    const { visitor } = await outside();
    for (let round = 0; round < 5; round += 1) {
      const account = await outsider();
      await invited(account.email);
      const answers = await Promise.all(Array.from({ length: 4 }, () => comeBack(visitor, 'north', account)));
      const logins = await Promise.all(answers.map((answer) => login('north', answer)));
      expect(logins.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect((await userOf(account.email))!.identities).toHaveLength(1);
    }
  });
});
