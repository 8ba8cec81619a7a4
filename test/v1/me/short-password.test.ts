import { expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app } from '../../support/app.js';
import { enrol } from '../../support/factor.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { type Actor, anonymous, PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';

const SHORT = 'heron-42';
const LONG = 'seven quiet herons at dawn';

const change = (actor: Actor, newPassword: string, currentPassword = PASSPHRASE) =>
  actor.put('/v1/me/password', { currentPassword, newPassword });
const isShort = async ({ userId }: Actor) =>
  (await (await app()).database.user.findUniqueOrThrow({ where: { id: userId } })).passwordIsShort;

describe('a password of eight characters', () => {
  it('is too short for who has no factor, or one that waits for its first code', async () => {
    const actor = await someone();
    expect(expectProblem(await change(actor, SHORT), 400)).toEqual(['/newPassword min_length']);
    await actor.post('/v1/me/factors/totp', {});
    expect(expectProblem(await change(actor, SHORT), 400)).toEqual(['/newPassword min_length']);
  });

  it('does for who has one, who can’t remove it then until the password is longer', async () => {
    const actor = await someone();
    const { id } = await enrol(actor);
    expect(expectProblem(await change(actor, 'heron42'), 400)).toEqual(['/newPassword min_length']);
    expect(expectProblem(await change(actor, 'password'), 400)).toEqual(['/newPassword common']);
    expect((await change(actor, SHORT)).status).toBe(204);
    expect(await isShort(actor)).toBe(true);
    for (const path of [`/v1/me/factors/${id}`, '/v1/me/factors']) expectProblem(await actor.delete(path), 409);
    expect((await change(actor, LONG, SHORT)).status).toBe(204);
    expect(await isShort(actor)).toBe(false);
    expect((await actor.delete(`/v1/me/factors/${id}`)).status).toBe(204);
  });

  it('is never left without a factor, whichever comes first', async () => {
    const { database } = await app();
    for (let round = 0; round < 5; round += 1) {
      const actor = await someone();
      const { id } = await enrol(actor);
      await Promise.all([change(actor, SHORT), actor.delete(`/v1/me/factors/${id}`)]);
      const left = await database.factor.count({ where: { userId: actor.userId } });
      expect([await isShort(actor), left]).not.toEqual([true, 0]);
    }
  });

  it('can be set by mail beside a factor, which the next login still asks for', async () => {
    const actor = await someone();
    await enrol(actor);
    await mailTo(actor.email);
    await anonymous.post('/v1/auth/password/forgot', { email: actor.email });
    const token = tokenOf(await mailTo(actor.email));
    expect((await anonymous.post('/v1/auth/password/reset', { token, password: SHORT })).status).toBe(204);
    expect(await isShort(actor)).toBe(true);
    expect((await new Visitor().login(actor.email, SHORT)).body.mfaRequired).toBe(true);
  });
});
