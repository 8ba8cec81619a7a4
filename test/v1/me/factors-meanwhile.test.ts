import { app } from '../../support/app.js';
import { atOnce } from '../../support/at-once.js';
import { Authenticator } from '../../support/authenticator.js';
import { codeOf, enrol } from '../../support/factor.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { enrol as enrolPasskey, ORIGIN } from '../../support/passkey.js';
import { type Actor, anonymous } from '../../support/school.js';
import { someone } from '../../support/session.js';

/** What a user has, as one text. */
async function ownedBy({ userId }: Actor) {
  const { database } = await app();
  const [{ owned }] = await database.$queryRaw<[{ owned: string }]>`
    SELECT concat(
      (SELECT string_agg(f.id::text || (f."confirmedAt" IS NULL)::text, ',' ORDER BY f.id) FROM "Factor" f WHERE f."userId" = ${userId}::uuid),
      (SELECT string_agg(encode(r.digest, 'hex'), ',' ORDER BY r.digest) FROM "RecoveryCode" r WHERE r."userId" = ${userId}::uuid)) AS owned`;
  return owned;
}

async function resetOf(actor: Actor) {
  expect((await anonymous.post('/v1/auth/password/forgot', { email: actor.email })).status).toBe(202);
  let mail = await mailTo(actor.email);
  while (!mail.subject!.includes('new password')) mail = await mailTo(actor.email);
  const token = tokenOf(mail);
  return () => anonymous.post('/v1/auth/password/reset', { token, password: 'four brown owls in a barn' });
}

describe('a session that a new password ends leaves behind', () => {
  it.each<[string, (actor: Actor) => Promise<() => ReturnType<Actor['post']>>]>([
    ['no app that waits for its code', async (actor) => () => actor.post('/v1/me/factors/totp', {})],
    [
      'no app that shows codes',
      async (actor) => {
        const { body } = await actor.post('/v1/me/factors/totp', {});
        return () => actor.post('/v1/me/factors/totp/confirmation', { code: codeOf(body) });
      },
    ],
    [
      'no passkey',
      async (actor) => {
        const { body } = await actor.post('/v1/me/factors/passkeys/options');
        const response = new Authenticator(ORIGIN).create(body);
        return () => actor.post('/v1/me/factors/passkeys', { response });
      },
    ],
    [
      'no recovery codes',
      async (actor) => {
        await enrol(actor);
        return () => actor.post('/v1/me/recovery-codes');
      },
    ],
    [
      'no factor less',
      async (actor) => {
        const { id } = await enrol(actor);
        return () => actor.delete(`/v1/me/factors/${id}`);
      },
    ],
  ])('%s', async (_, prepare) => {
    const actor = await someone();
    const attempt = await prepare(actor);
    const reset = await resetOf(actor);
    const before = await ownedBy(actor);
    expect(await atOnce(actor, reset, attempt)).toEqual([204, 401]);
    expect(await ownedBy(actor)).toBe(before);
  });
});

it('a login that waits while the first factor is confirmed opens no session without it', async () => {
  const actor = await someone();
  const { body } = await actor.post('/v1/me/factors/totp', {});
  const confirm = () => actor.post('/v1/me/factors/totp/confirmation', { code: codeOf(body) });
  expect(await atOnce(actor, confirm, () => actor.login())).toEqual([200, 401]);
  const { database } = await app();
  expect(await database.session.count({ where: { userId: actor.userId, endedAt: null } })).toBe(1);
});

it('of the last two passkeys, removed at once by who has no password, one stays', async () => {
  const actor = await someone();
  const { database } = await app();
  const [one, two] = [await enrolPasskey(actor), await enrolPasskey(actor)];
  await database.user.update({ where: { id: actor.userId }, data: { passwordHash: null } });
  const remove = (id: string) => () => actor.delete(`/v1/me/factors/${id}`);
  expect(await atOnce(actor, remove(one.factor.id), remove(two.factor.id))).toEqual([204, 409]);
  const left = await database.factor.findMany({ where: { userId: actor.userId } });
  expect(left.map(({ id }) => id)).toEqual([two.factor.id]);
});
