import { Visitor } from '../../support/address.js';
import { app } from '../../support/app.js';
import { codeOf, enrol } from '../../support/factor.js';
import { sessionIdOf, sessionRow, someone } from '../../support/session.js';

async function withFactor() {
  const actor = await someone();
  return { actor, factor: await enrol(actor) };
}

/** A login that waits for its second factor. */
async function challenged(email: string, visitor = new Visitor()) {
  const { status, body } = await visitor.login(email);
  expect(status).toBe(200);
  return { visitor, challenge: body.challenge as string };
}

const meet = (visitor: Visitor, challenge: string, code: string) =>
  visitor.post('/v1/auth/challenge', { challenge, code });

describe('a login of an account that has a second factor', () => {
  it('answers a right password with a challenge and no token', async () => {
    const { actor } = await withFactor();
    const { database } = await app();
    const before = await database.session.count({ where: { userId: actor.userId } });
    const { status, body } = await new Visitor().login(actor.email);
    expect(status).toBe(200);
    expect(body).toEqual({
      mfaRequired: true,
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      methods: ['totp', 'recovery_code'],
    });
    expect(await database.session.count({ where: { userId: actor.userId } })).toBe(before);
  });

  it('asks for nothing more while the factor waits for its first code', async () => {
    const actor = await someone();
    await actor.post('/v1/me/factors/totp', {});
    expect((await new Visitor().login(actor.email)).body.accessToken).toEqual(expect.any(String));
  });

  it.each([
    ['a code', (factor: Awaited<ReturnType<typeof enrol>>) => codeOf(factor)],
    ['a recovery code', ({ recoveryCodes }) => recoveryCodes[3]!],
    [
      'a recovery code as someone types it',
      ({ recoveryCodes }) => recoveryCodes[3]!.replaceAll('-', ' ').toUpperCase(),
    ],
  ])('is finished by %s, and the session has used a factor', async (_, codeFor) => {
    const { actor, factor } = await withFactor();
    const { visitor, challenge } = await challenged(actor.email);
    const { status, body } = await meet(visitor, challenge, codeFor(factor));
    expect(status).toBe(200);
    expect(body).toMatchObject({ tokenType: 'Bearer', membership: { id: actor.membershipId } });
    expect((await visitor.with(body.accessToken).get('/v1/me')).status).toBe(200);
    expect((await sessionRow(sessionIdOf(body.accessToken))).factorAt).not.toBeNull();
  });
});
