import { app, unique } from '../../support/app.js';
import { atOnce } from '../../support/at-once.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { type Actor, anonymous, PASSPHRASE } from '../../support/school.js';
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

  it('a link to a new address comes too late, and neither waits for the other for ever', async () => {
    const actor = await someone();
    const email = newAddress();
    expect((await askToMove(actor, email)).status).toBe(202);
    const token = tokenOf(await mailTo(email));
    const confirm = () => anonymous.post('/v1/auth/email/confirmation', { token });
    expect(await atOnce(actor, () => changePassword(actor), confirm)).toEqual([204, 400]);
    expect((await actor.get('/v1/me')).body.user.email).toBe(actor.email);
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
