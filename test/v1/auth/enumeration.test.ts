import { withoutRequestId } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app, unique } from '../../support/app.js';
import type { Answer } from '../../support/client.js';
import { waitOver } from '../../support/failures.js';
import { invite } from '../../support/invitation.js';
import { mailTo, tokenOf } from '../../support/mail.js';
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
  return [nobody(), (await someone()).email, suspended.email, passwordless.email, memberless.email, invited];
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

it('a login that has to wait is answered alike for every address', async () => {
  const answers = [];
  for (const email of await addresses()) {
    for (let failure = 1; failure <= 5; failure += 1) await new Visitor().login(email, WRONG);
    answers.push(await new Visitor().login(email));
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
