import { argon2id, hash } from 'argon2';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app } from '../../support/app.js';
import { ask, holder, login } from '../../support/dpop.js';
import { codeOf, type enrol, wrongCodeOf } from '../../support/factor.js';
import { sessionIdOf, sessionRow, someone } from '../../support/session.js';
import { challenged, meet, withFactor } from './challenged.js';

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

describe('a challenge', () => {
  it('is refused in the same words whatever is wrong', async () => {
    const { actor, factor } = await withFactor();
    const { visitor, challenge } = await challenged(actor.email);
    const wrong = await meet(visitor, challenge, wrongCodeOf(factor));
    expectProblem(wrong, 401);
    const others = [
      await meet(visitor, 'x'.repeat(43), codeOf(factor)),
      await meet(visitor, challenge, 'aaaa-bbbb'),
      await meet(visitor, challenge, codeOf(factor, -2)),
      await meet(visitor, challenge, codeOf(factor, 3)),
    ];
    for (const other of others) expect(withoutRequestId(other)).toEqual(withoutRequestId(wrong));
  });

  it('is not met by the code or the recovery code of another user', async () => {
    const [mine, theirs] = [await withFactor(), await withFactor()];
    const { visitor, challenge } = await challenged(mine.actor.email);
    expectProblem(await meet(visitor, challenge, codeOf(theirs.factor)), 401);
    expectProblem(await meet(visitor, challenge, theirs.factor.recoveryCodes[0]!), 401);
    const other = await challenged(theirs.actor.email);
    expect((await meet(other.visitor, other.challenge, theirs.factor.recoveryCodes[0]!)).status).toBe(200);
  });

  it('is void after five tries', async () => {
    const { actor, factor } = await withFactor();
    const { database } = await app();
    const { visitor, challenge } = await challenged(actor.email);
    for (let i = 0; i < 5; i += 1) {
      expectProblem(await meet(visitor, challenge, wrongCodeOf(factor)), 401);
      await database.loginFailure.deleteMany();
    }
    expectProblem(await meet(visitor, challenge, codeOf(factor)), 401);
  });

  it('is not used up by who has to wait', async () => {
    const { actor, factor } = await withFactor();
    const { database } = await app();
    const { visitor, challenge } = await challenged(actor.email);
    expectProblem(await meet(visitor, challenge, wrongCodeOf(factor)), 401);
    await database.loginFailure.updateMany({ data: { blockedUntil: new Date(Date.now() + 60_000) } });
    for (let i = 0; i < 6; i += 1) expectProblem(await meet(visitor, challenge, codeOf(factor)), 429);
    await database.loginFailure.updateMany({ data: { blockedUntil: new Date(0) } });
    expect((await meet(visitor, challenge, codeOf(factor))).status).toBe(200);
  });

  it('is met with a key by who began with it, and by nobody else', async () => {
    const { actor, factor } = await withFactor();
    const [{ keys }, other] = [await holder(), await holder()];
    const path = '/v1/auth/challenge';
    const { challenge } = (await login(actor, keys)).body;
    const answer = { challenge, code: codeOf(factor) };
    expectProblem(await ask(path, answer), 401);
    expectProblem(await ask(path, answer, other.keys), 401);
    expect((await ask(path, answer, keys)).body.tokenType).toBe('DPoP');
    const begun = (await login(actor)).body;
    expectProblem(await ask(path, { challenge: begun.challenge, code: factor.recoveryCodes[0] }, keys), 401);
  });

  it('is void after five minutes, and after its use', async () => {
    const { actor, factor } = await withFactor();
    const { database } = await app();
    const late = await challenged(actor.email);
    const { expiresAt } = await database.challenge.findFirstOrThrow({ where: { userId: actor.userId } });
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(300_000);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(290_000);
    await database.challenge.updateMany({ where: { userId: actor.userId }, data: { expiresAt: new Date() } });
    expectProblem(await meet(late.visitor, late.challenge, codeOf(factor)), 401);
    const { visitor, challenge } = await challenged(actor.email);
    expect((await meet(visitor, challenge, codeOf(factor))).status).toBe(200);
    expectProblem(await meet(visitor, challenge, factor.recoveryCodes[0]!), 401);
  });

  it.each([
    [
      'the password',
      async () => ({
        passwordHash: await hash('another one', { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
      }),
      {},
    ],
    ['the role', async () => ({}), { role: 'guardian' }],
    ['the status', async () => ({}), { status: 'suspended' }],
  ] as const)('is void when %s was changed meanwhile', async (_, user, member) => {
    const { actor, factor } = await withFactor();
    const { database } = await app();
    const { visitor, challenge } = await challenged(actor.email);
    await database.user.update({ where: { id: actor.userId }, data: await user() });
    await database.membership.update({ where: { id: actor.membershipId }, data: member });
    const before = await database.session.count({ where: { userId: actor.userId } });
    expectProblem(await meet(visitor, challenge, codeOf(factor)), 401);
    expect(await database.session.count({ where: { userId: actor.userId } })).toBe(before);
  });
});
