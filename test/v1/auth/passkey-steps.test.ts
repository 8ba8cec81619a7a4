import { app } from '../../support/app.js';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import type { Twist } from '../../support/authenticator.js';
import { enrol } from '../../support/passkey.js';
import { type Actor, anonymous, school } from '../../support/school.js';
import { holding, leaveOpen, sessionIdOf, sessionRow, someone } from '../../support/session.js';

const second = '/v1/auth/challenge/passkey';
const stepUp = '/v1/auth/step-up/passkey';

async function begun(actor: Actor): Promise<string> {
  const { status, body } = await actor.login();
  expect({ status, body }).toMatchObject({ status: 200, body: { mfaRequired: true } });
  return body.challenge;
}

const asked = async (challenge: string) => (await anonymous.post(`${second}/options`, { challenge })).body;

/** All requests come from one address, whose failures would add up. */
beforeEach(async () => {
  const { database } = await app();
  await database.loginFailure.deleteMany();
});

const twists: [string, Twist][] = [
  ['on a page of another origin', { origin: 'http://homeroom.evil' }],
  ['in a frame of a page of another site', { crossOrigin: true }],
  ['for another host', { rpId: 'homeroom.evil' }],
  ['by someone who was not verified', { verified: false }],
  ['with a challenge that nobody gave out', { challenge: 'A'.repeat(43) }],
];

describe('as the second step of a login', () => {
  it('a passkey is asked for, those of the user alone', async () => {
    const actor = await someone();
    await enrol(await someone());
    const { authenticator } = await enrol(actor);
    const { body } = await actor.login();
    expect(body.methods.toSorted()).toEqual(['passkey', 'recovery_code']);
    const options = await asked(body.challenge);
    expect(options.allowCredentials).toEqual([
      { id: authenticator.id.toString('base64url'), type: 'public-key', transports: ['internal', 'hybrid'] },
    ]);
    const login = await anonymous.post(second, { challenge: body.challenge, response: authenticator.get(options) });
    expect({ status: login.status, body: login.body }).toMatchObject({
      status: 200,
      body: { membership: { id: actor.membershipId } },
    });
    expect((await sessionRow(sessionIdOf(login.body.accessToken))).factorAt).not.toBeNull();
    // Neither step again.
    expectProblem(await anonymous.post(second, { challenge: body.challenge, response: authenticator.get(options) }), 401); // prettier-ignore
    expectProblem(await anonymous.post(`${second}/options`, { challenge: body.challenge }), 401);
  });

  it.each(twists)('is not used %s', async (_, twist) => {
    const actor = await someone();
    const { authenticator } = await enrol(actor);
    const challenge = await begun(actor);
    const response = authenticator.get(await asked(challenge), twist);
    expectProblem(await anonymous.post(second, { challenge, response }), 401);
  });

  it('nobody’s options are told to who began no login, or whose login is over or exhausted', async () => {
    const actor = await someone();
    await enrol(actor);
    const challenge = await begun(actor);
    const unknown = await anonymous.post(`${second}/options`, { challenge: 'A'.repeat(43) });
    expectProblem(unknown, 401);
    const { database } = await app();
    await database.challenge.updateMany({ where: { purpose: 'login' }, data: { attempts: 5 } });
    const exhausted = await anonymous.post(`${second}/options`, { challenge });
    expect(withoutRequestId(exhausted)).toEqual(withoutRequestId(unknown));
    await database.challenge.updateMany({ where: { purpose: 'login' }, data: { attempts: 0, expiresAt: new Date() } });
    expectProblem(await anonymous.post(`${second}/options`, { challenge }), 401);
  });

  it('the passkey of another user does not count', async () => {
    const [actor, other] = [await someone(), await someone()];
    await enrol(actor);
    const { authenticator } = await enrol(other);
    const challenge = await begun(actor);
    const options = await asked(challenge);
    for (const userHandle of [authenticator.userHandle, undefined]) {
      authenticator.userHandle = userHandle;
      expectProblem(await anonymous.post(second, { challenge, response: authenticator.get(options) }), 401);
    }
  });

  it('nor does an answer to another login of the same user, or to a sign-in without a password', async () => {
    const actor = await someone();
    const { authenticator } = await enrol(actor);
    const [one, two] = [await begun(actor), await begun(actor)];
    expectProblem(await anonymous.post(second, { challenge: two, response: authenticator.get(await asked(one)) }), 401);
    const { body: options } = await anonymous.post('/v1/auth/passkey/options');
    expectProblem(await anonymous.post(second, { challenge: two, response: authenticator.get(options) }), 401);
    const response = authenticator.get(await asked(two));
    expect((await anonymous.post(second, { challenge: two, response })).status).toBe(200);
  });

  it('nor one that was taken away, or of a member who was suspended meanwhile', async () => {
    const { admin, teacher } = await school();
    const [one, two] = [await enrol(teacher), await enrol(teacher)];
    const before = await begun(teacher);
    const first = await asked(before);
    expect((await teacher.delete(`/v1/me/factors/${one.factor.id}`)).status).toBe(204);
    expectProblem(await anonymous.post(second, { challenge: before, response: one.authenticator.get(first) }), 401);
    const challenge = await begun(teacher);
    const gone = one.authenticator.get(await asked(challenge));
    expectProblem(await anonymous.post(second, { challenge, response: gone }), 401);
    const response = two.authenticator.get(await asked(challenge));
    await admin.patch(`/v1/members/${teacher.membershipId}`, { status: 'suspended' });
    expectProblem(await anonymous.post(second, { challenge, response }), 401);
  });
});

describe('for a step-up', () => {
  const stale = async (actor: Actor) => leaveOpen(await actor.accessToken());

  it('a passkey makes the session one that has proven lately who it is', async () => {
    const actor = await someone();
    const { authenticator } = await enrol(actor);
    const { id } = await stale(actor);
    const { status, body: options } = await actor.post(`${stepUp}/options`);
    expect([status, options.allowCredentials]).toEqual([200, [expect.objectContaining({ type: 'public-key' })]]);
    expect((await actor.post(stepUp, { response: authenticator.get(options) })).status).toBe(204);
    expect((await actor.post('/v1/me/factors/passkeys/options')).status).toBe(200);
    expect((await sessionRow(id)).factorAt).not.toBeNull();
  });

  it.each(twists)('it is not used %s', async (_, twist) => {
    const actor = await someone();
    const { authenticator } = await enrol(actor);
    const { id, since } = await stale(actor);
    const { body: options } = await actor.post(`${stepUp}/options`);
    const answer = await actor.post(stepUp, { response: authenticator.get(options, twist) });
    expect(expectProblem(answer, 400)).toEqual(['/response wrong']);
    expect((await sessionRow(id)).authenticatedAt).toEqual(since);
  });

  it('neither the passkey of another, nor an answer that another session or a login was asked for, nor one twice', async () => {
    const [actor, other] = [await someone(), await someone()];
    const [{ authenticator }, theirs] = [await enrol(actor), await enrol(other)];
    const elsewhere = await anonymous.post('/v1/auth/passkey', {
      response: authenticator.get((await anonymous.post('/v1/auth/passkey/options')).body),
    });
    const options = async (client = holding(elsewhere.body.accessToken)) =>
      (await client.post(`${stepUp}/options`)).body;
    const { id, since } = await stale(actor);
    const wrong = [
      theirs.authenticator.get(await options(actor)),
      authenticator.get(await options()),
      authenticator.get(await options(other)),
      authenticator.get((await anonymous.post('/v1/auth/passkey/options')).body),
    ];
    for (const response of wrong) expectProblem(await actor.post(stepUp, { response }), 400);
    expect((await sessionRow(id)).authenticatedAt).toEqual(since);
    const response = authenticator.get(await options(actor));
    expect((await actor.post(stepUp, { response })).status).toBe(204);
    expectProblem(await actor.post(stepUp, { response }), 400);
  });

  it('nobody is asked who is not logged in', async () => {
    expectProblem(await anonymous.post(`${stepUp}/options`), 401);
  });
});
