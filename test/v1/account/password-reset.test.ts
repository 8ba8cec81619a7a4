import { app, unique } from '../../support/app.js';
import { untilWaiting } from '../../support/at-once.js';
import { mailServer, mailTo, tokenOf } from '../../support/mail.js';
import { anonymous, PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';
import { settled } from '../../support/settled.js';

const REPLACEMENT = 'four brown owls in a barn';
const forgot = (email: string) => anonymous.post('/v1/auth/password/forgot', { email });
const reset = (token: string, password = REPLACEMENT) => anonymous.post('/v1/auth/password/reset', { token, password });
const login = (email: string, password: string) => anonymous.post('/v1/auth/login', { email, password });

/** As if the mails to this address had been asked for a while ago. */
async function aged(recipient: string): Promise<void> {
  const { database } = await app();
  await database.mail.updateMany({ where: { recipient }, data: { createdAt: new Date(Date.now() - 301_000) } });
}

async function tokenFor(email: string): Promise<string> {
  await aged(email);
  expect((await forgot(email)).status).toBe(202);
  return tokenOf(await mailTo(email));
}

describe('asking', () => {
  it('answers a stranger’s address like one with an account, and sends it nothing', async () => {
    const { email } = await someone();
    const stranger = `${unique('stranger')}@school.example`;
    const [known, unknown] = [await forgot(email), await forgot(stranger)];
    expect([known.status, known.body, unknown.status, unknown.body]).toEqual([202, '', 202, '']);
    await mailTo(email);
    const { database } = await app();
    await settled(stranger, 'dropped');
    const { server } = await mailServer();
    expect(server.mails.filter(({ recipient }) => recipient === stranger)).toEqual([]);
    expect(await database.mail.findMany({ where: { recipient: stranger }, select: { status: true } })).toEqual([
      { status: 'dropped' },
    ]);
  });

  it('sends an address one mail in five minutes, and says nothing of it', async () => {
    const { email } = await someone();
    for (let time = 1; time <= 4; time += 1) expect((await forgot(email)).status).toBe(202);
    const { database } = await app();
    expect(await database.mail.count({ where: { recipient: email } })).toBe(1);
    await aged(email);
    expect((await forgot(email)).status).toBe(202);
    expect(await database.mail.count({ where: { recipient: email } })).toBe(2);
  });

  it('sends one mail to who asks ten times at once', async () => {
    const { email } = await someone();
    const { database } = await app();
    const recipient = email;
    // One that could not be sent, which a newer one drops. While its row is held nobody is through; without a lock, others
    // would have looked by then and found no newer one.
    const { id } = await database.mail.create({
      data: { kind: 'password-reset', recipient, status: 'failed', expiresAt: new Date(0) },
    });
    const asked = await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT FROM "Mail" WHERE id = ${id}::uuid FOR UPDATE`;
      const answers = Array.from({ length: 10 }, () => forgot(email));
      await untilWaiting(4);
      return [Promise.all(answers)];
    });
    expect((await asked[0]!).map(({ status }) => status)).toEqual(Array<number>(10).fill(202));
    expect(await database.mail.count({ where: { recipient, id: { not: id } } })).toBe(1);
  });

  it('sends another at once to who has used the one before', async () => {
    const { email } = await someone();
    expect((await reset(await tokenFor(email))).status).toBe(204);
    expect((await mailTo(email)).subject).toBe('Your password was changed');
    expect((await forgot(email)).status).toBe(202);
    expect((await reset(tokenOf(await mailTo(email)), 'another four owls in a barn')).status).toBe(204);
  });

  it('keeps no secret: of the link there is a digest', async () => {
    const { email, userId } = await someone();
    const token = await tokenFor(email);
    const { database } = await app();
    const rows = await database.$queryRaw<{ row: string }[]>`
      SELECT m::text AS row FROM "Mail" m UNION ALL SELECT t::text FROM "UserToken" t WHERE "userId" = ${userId}::uuid`;
    expect(rows.length).toBeGreaterThan(1);
    for (const form of [token, Buffer.from(token).toString('hex'), Buffer.from(token, 'base64url').toString('hex')])
      for (const { row } of rows) expect(row).not.toContain(form);
  });
});

describe('the link', () => {
  it('sets the password once, ends every session, and tells the owner', async () => {
    const actor = await someone();
    await actor.accessToken();
    const token = await tokenFor(actor.email);
    expect((await reset(token)).status).toBe(204);
    expect((await mailTo(actor.email)).subject).toBe('Your password was changed');
    expect((await actor.get('/v1/me')).status).toBe(401);
    expect((await login(actor.email, PASSPHRASE)).status).toBe(401);
    expect((await login(actor.email, REPLACEMENT)).status).toBe(200);
    expect((await reset(token, 'another four owls in a barn')).body.errors).toEqual([
      { pointer: '/token', code: 'token', message: 'This link is unknown, used or expired.' },
    ]);
    expect((await login(actor.email, REPLACEMENT)).status).toBe(200);
  });

  it('is good for one of many uses at once', async () => {
    const { email } = await someone();
    const token = await tokenFor(email);
    const passwords = Array.from({ length: 8 }, (_, index) => `four brown owls in barn ${index}`);
    const answers = await Promise.all(passwords.map((password) => reset(token, password)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array<number>(7).fill(400)]);
    const winner = passwords[answers.findIndex(({ status }) => status === 204)]!;
    expect((await login(email, winner)).status).toBe(200);
  });

  it('ends after ten minutes, and with the next one', async () => {
    const { email, userId } = await someone();
    const first = await tokenFor(email);
    const second = await tokenFor(email);
    expect((await reset(first)).status).toBe(400);
    const { database } = await app();
    const { expiresAt } = (await database.userToken.findFirst({ where: { userId } }))!;
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(9 * 60_000);
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(10 * 60_000);
    await database.userToken.updateMany({ where: { userId }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await reset(second)).status).toBe(400);
    expect((await login(email, PASSPHRASE)).status).toBe(200);
  });

  it('is not used up by a password that is refused', async () => {
    const { email } = await someone();
    const token = await tokenFor(email);
    const weak = await reset(token, 'too short');
    expect([weak.status, weak.body.errors[0].pointer]).toEqual([400, '/password']);
    expect((await reset(token)).status).toBe(204);
  });

  it('lifts the lock of an account that was guessed at a hundred times', async () => {
    const { email } = await someone();
    const { database } = await app();
    await database.loginFailure.deleteMany({});
    expect((await login(email, 'a wrong passphrase, once')).status).toBe(401);
    await database.loginFailure.updateMany({ data: { failures: 100 } });
    expect((await login(email, PASSPHRASE)).status).toBe(401);
    expect(await database.loginFailure.count()).toBe(2);
    expect((await reset(await tokenFor(email))).status).toBe(204);
    expect(await database.loginFailure.count()).toBe(1);
    await database.loginFailure.deleteMany({});
    expect((await login(email, REPLACEMENT)).status).toBe(200);
  });

  it('is no other link’s', async () => {
    const actor = await someone();
    const token = await tokenFor(actor.email);
    expect((await anonymous.post('/v1/auth/email/confirmation', { token })).status).toBe(400);
    expect((await anonymous.post('/v1/invitations/accept', { token, password: REPLACEMENT })).status).toBe(400);
    expect((await reset(`${token.slice(0, -1)}x`)).status).toBe(400);
    expect((await reset(token)).status).toBe(204);
  });
});
