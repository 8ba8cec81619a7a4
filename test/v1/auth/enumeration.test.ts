import { withoutRequestId } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app, unique } from '../../support/app.js';
import { Authenticator } from '../../support/authenticator.js';
import type { Answer } from '../../support/client.js';
import { enrol, wrongCodeOf } from '../../support/factor.js';
import { expectWaiting, stretchWait, waitOver } from '../../support/failures.js';
import { invite } from '../../support/invitation.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { enrol as enrolPasskey, ORIGIN, signIn } from '../../support/passkey.js';
import { anonymous, PASSPHRASE, school } from '../../support/school.js';
import { someone } from '../../support/session.js';

const WRONG = 'not the passphrase of anyone';
const REPLACEMENT = 'four brown owls in a barn';
const nobody = () => `${unique('nobody')}@school.example`;

/** Nothing tells one answer from another: status, headers and their values, body. */
function expectAlike(answers: Answer[], status: number) {
  const [first, ...others] = answers.map((answer) =>
    answer.body === '' ? withoutRequestId({ ...answer, body: {} }) : withoutRequestId(answer),
  );
  expect(first!.status).toBe(status);
  for (const other of others) expect(other).toEqual(first);
}

/** Addresses with an account in every state that there is, and one without. */
async function addresses() {
  const { database } = await app();
  const suspended = await someone();
  await database.membership.update({ where: { id: suspended.membershipId }, data: { status: 'suspended' } });
  const passwordless = await someone();
  await database.user.update({ where: { id: passwordless.userId }, data: { passwordHash: null } });
  const memberless = await someone();
  await database.membership.delete({ where: { id: memberless.membershipId } });
  const invited = nobody();
  await invite((await school()).admin, { email: invited, role: 'guardian' });
  const [withCodes, withPasskey] = [await someone(), await someone()];
  await enrol(withCodes);
  await enrolPasskey(withPasskey);
  const others = [invited, withCodes.email, withPasskey.email];
  return [nobody(), (await someone()).email, suspended.email, passwordless.email, memberless.email, ...others];
}

it('a login with a wrong password is answered alike for every address', async () => {
  const answers = [];
  for (const email of await addresses()) answers.push(await new Visitor().login(email, WRONG));
  expectAlike(answers, 401);
});

it('a login that is refused is answered alike, though the password is right', async () => {
  const [unknown, , suspended, passwordless, memberless] = await addresses();
  const locked = (await someone()).email;
  await new Visitor().login(locked, WRONG);
  await waitOver(locked, 100);
  const answers = [];
  for (const email of [unknown, suspended, passwordless, memberless, locked])
    answers.push(await new Visitor().login(email!));
  expectAlike(answers, 401);
});

it('an account with a second factor refuses a login as any other does, though the password is right', async () => {
  const [suspended, locked] = [await someone(), await someone()];
  for (const actor of [suspended, locked]) await enrol(actor);
  const { database } = await app();
  await database.membership.update({ where: { id: suspended.membershipId }, data: { status: 'suspended' } });
  await new Visitor().login(locked.email, WRONG);
  await waitOver(locked.email, 100);
  const answers = [];
  for (const email of [nobody(), suspended.email, locked.email]) answers.push(await new Visitor().login(email));
  expectAlike(answers, 401);
});

it('a second step is refused alike, whether there is such a login and whoever began it', async () => {
  const { database } = await app();
  const begun = async () => {
    const actor = await someone();
    const factor = await enrol(actor);
    return { actor, factor, challenge: (await actor.login()).body.challenge as string };
  };
  const [living, suspended, locked, expired] = [await begun(), await begun(), await begun(), await begun()];
  await database.membership.update({ where: { id: suspended.actor.membershipId }, data: { status: 'suspended' } });
  await new Visitor().login(locked.actor.email, WRONG);
  await waitOver(locked.actor.email, 100);
  await database.challenge.updateMany({ where: { userId: expired.actor.userId }, data: { expiresAt: new Date() } });
  const unknown = { ...living, challenge: 'x'.repeat(43) };
  const [byCode, byPasskey] = [[] as Answer[], [] as Answer[]];
  const response = new Authenticator(ORIGIN).get({ challenge: 'x'.repeat(43), rpId: 'homeroom.test' });
  for (const { factor, challenge } of [living, suspended, locked, expired, unknown]) {
    byCode.push(await new Visitor().post('/v1/auth/challenge', { challenge, code: wrongCodeOf(factor) }));
    await database.loginFailure.updateMany({ data: { blockedUntil: new Date(0) } });
    byPasskey.push(await new Visitor().post('/v1/auth/challenge/passkey', { challenge, response }));
    await database.loginFailure.updateMany({ data: { blockedUntil: new Date(0) } });
  }
  expectAlike([...byCode, ...byPasskey], 401);
});

it('a login with a passkey is refused alike, whether it is someone’s', async () => {
  const [known, suspended] = [await someone(), await someone()];
  const [{ authenticator }, { authenticator: ofSuspended }] = [
    await enrolPasskey(known),
    await enrolPasskey(suspended),
  ];
  const { database } = await app();
  await database.membership.update({ where: { id: suspended.membershipId }, data: { status: 'suspended' } });
  const answers = [];
  for (const [one, twist] of [
    [new Authenticator(ORIGIN), {}],
    [authenticator, { origin: 'http://homeroom.evil' }],
    [ofSuspended, {}],
  ] as const) {
    const visitor = new Visitor();
    answers.push(await visitor.post('/v1/auth/passkey', await signIn(one, twist, visitor)));
  }
  expectAlike(answers, 401);
});

it('what a passkey signs is asked for alike of everybody', async () => {
  await enrolPasskey(await someone());
  const answers = [];
  for (let time = 0; time < 3; time += 1) answers.push(await new Visitor().post('/v1/auth/passkey/options'));
  expectAlike(
    answers.map(({ body: { challenge: _, ...body }, headers, status }) => ({ body, headers, status })),
    200,
  );
  // Nor can an address be named, to be told whose passkeys there are.
  const { status } = await new Visitor().post('/v1/auth/passkey/options', { email: (await someone()).email });
  expect(status).toBe(400);
});

it('a login that has to wait is answered alike for every address', async () => {
  const answers = [];
  for (const email of await addresses()) {
    for (let failure = 1; failure <= 5; failure += 1) await new Visitor().login(email, WRONG);
    expect(await stretchWait(email)).toBe(1);
    answers.push(expectWaiting(await new Visitor().login(email)));
  }
  expectAlike(answers, 429);
});

it('a forgotten password is asked for alike for every address', async () => {
  const answers = [];
  for (const email of await addresses()) {
    const forgot = () => new Visitor().post('/v1/auth/password/forgot', { email });
    answers.push(await forgot(), await forgot());
  }
  expectAlike(answers, 202);
});

it('another address is asked for alike, whether it is someone’s', async () => {
  const answers = [];
  for (const email of await addresses()) {
    const token = await (await someone()).accessToken();
    answers.push(await new Visitor(undefined, token).put('/v1/me/email', { email, currentPassword: PASSPHRASE }));
  }
  expectAlike(answers, 202);
});

it('a link is refused alike, whatever is wrong with it', async () => {
  const { database } = await app();
  const linkFor = async () => {
    const { email, userId } = await someone();
    expect((await anonymous.post('/v1/auth/password/forgot', { email })).status).toBe(202);
    return { token: tokenOf(await mailTo(email)), userId };
  };
  const reset = (token: string) => new Visitor().post('/v1/auth/password/reset', { token, password: REPLACEMENT });
  const [used, expired] = [await linkFor(), await linkFor()];
  expect((await reset(used.token)).status).toBe(204);
  await database.userToken.updateMany({
    where: { userId: expired.userId },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  expectAlike([await reset('x'.repeat(43)), await reset(used.token), await reset(expired.token)], 400);
});

it('an invitation is refused alike, whatever is wrong with it', async () => {
  const { database } = await app();
  const { admin } = await school();
  const accept = (token: string) => new Visitor().post('/v1/invitations/accept', { token, password: REPLACEMENT });
  const [used, expired] = [
    await invite(admin, { email: nobody(), role: 'guardian' }),
    await invite(admin, { email: (await someone()).email, role: 'guardian' }),
  ];
  expect((await accept(used.token)).status).toBe(204);
  await database.membership.update({
    where: { id: expired.id },
    data: { inviteExpiresAt: new Date(Date.now() - 1_000) },
  });
  expectAlike([await accept('x'.repeat(43)), await accept(used.token), await accept(expired.token)], 400);
});
