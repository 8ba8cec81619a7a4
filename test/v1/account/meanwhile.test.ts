import { setTimeout as delay } from 'node:timers/promises';
import { app, unique } from '../../support/app.js';
import { atOnce } from '../../support/at-once.js';
import type { Answer } from '../../support/client.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { accept, invite } from '../../support/invitation.js';
import { type Actor, anonymous, PASSPHRASE, school } from '../../support/school.js';
import { settled } from '../../support/settled.js';
import { someone } from '../../support/session.js';

const NEW = 'another long passphrase of mine';
const changePassword = (actor: Actor) =>
  actor.put('/v1/me/password', { currentPassword: PASSPHRASE, newPassword: NEW });
const newAddress = () => `${unique('moved')}@school.example`;
const askToMove = (actor: Actor, email: string) => actor.put('/v1/me/email', { email, currentPassword: PASSPHRASE });

describe('while the password changes,', () => {
  it('a link for a new one comes too late, and neither waits for the other for ever', async () => {
    const actor = await someone();
    expect((await anonymous.post('/v1/auth/password/forgot', { email: actor.email })).status).toBe(202);
    const token = tokenOf(await mailTo(actor.email));
    const reset = () => anonymous.post('/v1/auth/password/reset', { token, password: 'four brown owls in a barn' });
    expect(await atOnce(actor, () => changePassword(actor), reset)).toEqual([204, 400]);
    expect((await actor.login(NEW)).status).toBe(200);
  });

  it('the mail that is just being sent again does not bring the used link back', async () => {
    const actor = await someone();
    const { database } = await app();
    expect((await anonymous.post('/v1/auth/password/forgot', { email: actor.email })).status).toBe(202);
    const token = tokenOf(await mailTo(actor.email));
    await settled(actor.email, 'sent');
    const reset = (password: string) => anonymous.post('/v1/auth/password/reset', { token, password });
    const again = async () => {
      const data = { status: 'waiting', sentAt: null, dueAt: new Date() } as const;
      await database.mail.updateMany({ where: { recipient: actor.email }, data });
      return { status: 0 } as Answer;
    };
    expect(await atOnce(actor, () => reset('four brown owls in a barn'), again)).toEqual([204, 0]);
    await delay(500);
    expect((await reset('another four owls in a barn')).status).toBe(400);
  });

  it('a link to a new address comes too late, and neither waits for the other for ever', async () => {
    const actor = await someone();
    const email = newAddress();
    expect((await askToMove(actor, email)).status).toBe(202);
    const token = tokenOf(await mailTo(email));
    const confirm = () => anonymous.post('/v1/auth/email/confirmation', { token });
    expect(await atOnce(actor, () => changePassword(actor), confirm)).toEqual([204, 400]);
    expect((await actor.get('/v1/me')).body.user.email).toBe(actor.email);
  });

  it('whoever knew the old one joins no school with it any more', async () => {
    const [actor, { admin }] = [await someone(), await school()];
    const { token, id } = await invite(admin, { email: actor.email, role: 'guardian' });
    expect(
      await atOnce(
        actor,
        () => changePassword(actor),
        () => accept(token, PASSPHRASE),
      ),
    ).toEqual([204, 400]);
    expect((await admin.get(`/v1/members/${id}`)).body.status).toBe('invited');
  });

  it('whoever knew the old one can’t ask for another address any more', async () => {
    const actor = await someone();
    const email = newAddress();
    expect(
      await atOnce(
        actor,
        () => changePassword(actor),
        () => askToMove(actor, email),
      ),
    ).toEqual([204, 400]);
    const { database } = await app();
    expect(await database.userToken.count({ where: { userId: actor.userId } })).toBe(0);
    expect(await database.mail.count({ where: { recipient: email } })).toBe(0);
  });
});

it('of many uses at once of a link to a new address, one is taken', async () => {
  const actor = await someone();
  const email = newAddress();
  expect((await askToMove(actor, email)).status).toBe(202);
  const token = tokenOf(await mailTo(email));
  const uses = Array.from({ length: 8 }, () => anonymous.post('/v1/auth/email/confirmation', { token }));
  const statuses = (await Promise.all(uses)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([204, ...Array<number>(7).fill(400)]);
  const { database } = await app();
  expect(await database.mail.count({ where: { recipient: actor.email, kind: 'email-changed' } })).toBe(1);
});

it('of a link to a new address there is a digest, and no secret', async () => {
  const actor = await someone();
  const email = newAddress();
  expect((await askToMove(actor, email)).status).toBe(202);
  const token = tokenOf(await mailTo(email));
  const { database } = await app();
  const rows = await database.$queryRaw<{ row: string }[]>`
    SELECT m::text AS row FROM "Mail" m UNION ALL SELECT t::text FROM "UserToken" t WHERE "userId" = ${actor.userId}::uuid`;
  expect(rows.length).toBeGreaterThan(1);
  for (const form of [token, Buffer.from(token).toString('hex'), Buffer.from(token, 'base64url').toString('hex')])
    for (const { row } of rows) expect(row).not.toContain(form);
});
