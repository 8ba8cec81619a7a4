import { Visitor } from '../../support/address.js';
import { app, startApp } from '../../support/app.js';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { Authenticator, type Twist } from '../../support/authenticator.js';
import { expectWaiting, stretchWait } from '../../support/failures.js';
import { enrol, ORIGIN, signIn } from '../../support/passkey.js';
import { type Actor, anonymous, school } from '../../support/school.js';
import { holding, sessionIdOf, sessionRow, someone } from '../../support/session.js';

const path = '/v1/auth/passkey';

async function sessionsOf({ userId }: Actor) {
  const { database } = await app();
  return database.session.count({ where: { userId } });
}

const stored = async (id: string) => (await app()).database.factor.findUniqueOrThrow({ where: { id } });

describe('a passkey does not log in', () => {
  it.each([
    ['on a page of another origin', { origin: 'http://homeroom.evil' }],
    ['in a frame of a page of another site', { crossOrigin: true }],
    ['for another host', { rpId: 'homeroom.evil' }],
    ['for someone who was not verified', { verified: false }],
    ['without a touch', { present: false }],
    ['by an answer of a registration', { type: 'webauthn.create' }],
    ['with a challenge that nobody gave out', { challenge: 'A'.repeat(43) }],
  ] as [string, Twist][])('%s', async (_, twist) => {
    const actor = await someone();
    const { authenticator, factor } = await enrol(actor);
    const [before, sessions] = [await stored(factor.id), await sessionsOf(actor)];
    expectProblem(await anonymous.post(path, await signIn(authenticator, twist)), 401);
    expect([await stored(factor.id), await sessionsOf(actor)]).toEqual([before, sessions]);
    expect((await anonymous.post(path, await signIn(authenticator))).status).toBe(200);
  });

  it('twice by one answer, of which one at once gets in', async () => {
    // Nor of one without a counter.
    const uncounted = new Authenticator(ORIGIN);
    uncounted.counts = false;
    const { authenticator } = await enrol(await someone(), uncounted);
    const body = await signIn(authenticator);
    const answers = await Promise.all(Array.from({ length: 10 }, () => anonymous.post(path, body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(401)]);
    expectProblem(await anonymous.post(path, body), 401);
  });

  it('with a challenge that is older than five minutes', async () => {
    const { authenticator } = await enrol(await someone());
    const body = await signIn(authenticator);
    const { database } = await app();
    await database.challenge.updateMany({ where: { purpose: 'passkey_login' }, data: { expiresAt: new Date() } });
    expectProblem(await anonymous.post(path, body), 401);
  });

  it('with the challenge of a registration, of a step-up or of the second step of a login', async () => {
    const actor = await someone();
    const { authenticator } = await enrol(actor);
    const { challenge } = (await actor.login()).body;
    const askings = [
      actor.post('/v1/me/factors/passkeys/options'),
      actor.post('/v1/auth/step-up/passkey/options'),
      anonymous.post('/v1/auth/challenge/passkey/options', { challenge }),
    ];
    for (const { status, body } of await Promise.all(askings)) {
      expect(status).toBe(200);
      const response = authenticator.get({ rpId: 'homeroom.test', ...body });
      expectProblem(await anonymous.post(path, { response }), 401);
    }
  });

  it('when a byte of what was signed, or of the signature, is another', async () => {
    const actor = await someone();
    const { authenticator } = await enrol(actor);
    for (const part of ['clientDataJSON', 'authenticatorData', 'signature'] as const) {
      const { response } = await signIn(authenticator);
      const bytes = Buffer.from(response.response[part], 'base64url');
      // Of the client's data a space that JSON doesn't need, of the rest the last byte.
      const changed =
        part === 'clientDataJSON'
          ? Buffer.concat([bytes, Buffer.from(' ')])
          : Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)]);
      response.response[part] = changed.toString('base64url');
      expectProblem(await anonymous.post(path, { response }), 401);
    }
  });

  it('with the signature of another passkey', async () => {
    const [mine, theirs] = [await enrol(await someone()), await enrol(await someone())];
    const { response } = await signIn(mine.authenticator);
    const id = theirs.authenticator.id.toString('base64url');
    const userHandle = theirs.authenticator.userHandle;
    const forged = { ...response, id, rawId: id, response: { ...response.response, userHandle } };
    expectProblem(await anonymous.post(path, { response: forged }), 401);
  });

  it('as whom it does not name, or names another', async () => {
    const [mine, theirs] = [await enrol(await someone()), await enrol(await someone())];
    for (const userHandle of [undefined, theirs.authenticator.userHandle, 'AA']) {
      const { response } = await signIn(mine.authenticator);
      expectProblem(await anonymous.post(path, { response: { ...response, response: { ...response.response, userHandle } } }), 401); // prettier-ignore
    }
  });

  it('when it was taken away', async () => {
    const actor = await someone();
    const { authenticator, factor } = await enrol(actor);
    const body = await signIn(authenticator);
    expect((await actor.delete(`/v1/me/factors/${factor.id}`)).status).toBe(204);
    expectProblem(await anonymous.post(path, body), 401);
  });

  it('a member who is suspended', async () => {
    const { admin, teacher } = await school();
    const { authenticator } = await enrol(teacher);
    expect((await admin.patch(`/v1/members/${teacher.membershipId}`, { status: 'suspended' })).status).toBe(200);
    expectProblem(await anonymous.post(path, await signIn(authenticator)), 401);
  });

  it('and every reason is answered alike', async () => {
    const { admin, teacher } = await school();
    const { authenticator } = await enrol(teacher);
    const unknown = new Authenticator(ORIGIN);
    unknown.userHandle = authenticator.userHandle;
    const answers = [
      await anonymous.post(path, await signIn(unknown)),
      await anonymous.post(path, await signIn(authenticator, { origin: 'http://homeroom.evil' })),
      await anonymous.post(path, await signIn(authenticator, { challenge: 'A'.repeat(43) })),
    ];
    await admin.patch(`/v1/members/${teacher.membershipId}`, { status: 'suspended' });
    answers.push(await anonymous.post(path, await signIn(authenticator)));
    const [first, ...others] = answers.map(withoutRequestId);
    expect(first).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('the counter of a passkey', () => {
  it('only grows: a use with one that was used or passed is refused, and so a copy is found out', async () => {
    const { authenticator, factor } = await enrol(await someone());
    expect((await anonymous.post(path, await signIn(authenticator))).status).toBe(200);
    const { signCount } = await stored(factor.id);
    expect(signCount).toBe(authenticator.counter);
    for (const behind of [1, 2]) {
      authenticator.counter = signCount! - behind;
      expectProblem(await anonymous.post(path, await signIn(authenticator)), 401);
      expect((await stored(factor.id)).signCount).toBe(signCount);
    }
    authenticator.counter = 4_294_967_294;
    expect((await anonymous.post(path, await signIn(authenticator))).status).toBe(200);
    expect((await stored(factor.id)).signCount).toBe(4_294_967_295);
  });

  it('may not fall to zero', async () => {
    const { authenticator } = await enrol(await someone());
    authenticator.counter = 0;
    authenticator.counts = false;
    expectProblem(await anonymous.post(path, await signIn(authenticator)), 401);
  });

  it('may stay at zero, as of those that have none', async () => {
    const actor = await someone();
    const authenticator = new Authenticator(ORIGIN);
    authenticator.counts = false;
    await enrol(actor, authenticator);
    for (let uses = 0; uses < 2; uses += 1)
      expect((await anonymous.post(path, await signIn(authenticator))).status).toBe(200);
  });

  it('lets of uses with the same one through, at once', async () => {
    const { authenticator } = await enrol(await someone());
    const bodies: object[] = [];
    const { counter } = authenticator;
    for (let uses = 0; uses < 8; uses += 1) {
      authenticator.counter = counter;
      bodies.push(await signIn(authenticator));
    }
    const answers = await Promise.all(bodies.map((body) => anonymous.post(path, body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(7).fill(401)]);
  });
});

it('logs in without a password, as who has used a factor, and whose password others guess', async () => {
  const actor = await someone();
  const { authenticator, factor } = await enrol(actor);
  const visitor = new Visitor();
  for (let guesses = 0; guesses < 5; guesses += 1) await visitor.login(actor.email, 'this is not the password');
  for (const waiting of [actor.email, visitor.address]) expect(await stretchWait(waiting)).toBe(1);
  expectWaiting(await visitor.login(actor.email));
  const { status, body } = await visitor.post(path, await signIn(authenticator, {}, visitor));
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { tokenType: 'Bearer', expiresIn: 600, membership: { id: actor.membershipId, role: 'teacher' } },
  });
  expect((await sessionRow(sessionIdOf(body.accessToken))).factorAt).not.toBeNull();
  expect((await holding(body.accessToken).get('/v1/me')).body.user.id).toBe(actor.userId);
  expect((await anonymous.post('/v1/auth/refresh', { refreshToken: body.refreshToken })).status).toBe(200);
  const { lastUsedAt } = await stored(factor.id);
  expect(Date.now() - lastUsedAt!.getTime()).toBeLessThan(10_000);
});

it('asks everybody the same', async () => {
  await enrol(await someone());
  const { status, body } = await anonymous.post(`${path}/options`);
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      rpId: 'homeroom.test',
      timeout: 300_000,
      userVerification: 'required',
    },
  });
});

it('is counted under RATE_LIMIT_LOGIN', async () => {
  const few = { limit: 2, seconds: 60 };
  const { config } = await app();
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    rateLimits: { ...config.rateLimits, login: [few] },
  });
  const client = holding('', async () => url);
  const body = await signIn(new Authenticator(ORIGIN));
  const statuses = [];
  for (let tries = 0; tries < 3; tries += 1) statuses.push((await client.post(path, body)).status);
  expect(statuses).toEqual([401, 401, 429]);
});

it('logs in to another membership when one is suspended', async () => {
  const [actor, { rows }] = [await someone(), await school()];
  const { authenticator } = await enrol(actor);
  const { database } = await app();
  const data = { schoolId: rows.schoolId, userId: actor.userId, role: 'guardian', status: 'active' } as const;
  const second = await database.membership.create({ data });
  await database.membership.update({ where: { id: actor.membershipId }, data: { status: 'suspended' } });
  const { body } = await anonymous.post(path, await signIn(authenticator));
  expect(body.membership).toMatchObject({ id: second.id, role: 'guardian' });
  await database.membership.update({ where: { id: second.id }, data: { status: 'suspended' } });
  expectProblem(await anonymous.post(path, await signIn(authenticator)), 401);
});
