import { expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app } from '../../support/app.js';
import { codeOf, type enrol, forgetSteps, wrongCodeOf } from '../../support/factor.js';
import { expectWaiting, stretchWait, waitOver } from '../../support/failures.js';
import { mailTo } from '../../support/mail.js';
import { someone } from '../../support/session.js';
import { challenged, meet, withFactor } from './challenged.js';

describe('a code', () => {
  it('is good once, and none before it is good any more', async () => {
    const { actor, factor } = await withFactor();
    const code = codeOf(factor);
    const one = await challenged(actor.email);
    expect((await meet(one.visitor, one.challenge, code)).status).toBe(200);
    const two = await challenged(actor.email);
    expectProblem(await meet(two.visitor, two.challenge, code), 401);
    expectProblem(await meet(two.visitor, two.challenge, codeOf(factor, -1)), 401);
  });

  it('that confirmed the app opens no session', async () => {
    const actor = await someone();
    const factor = (await actor.post('/v1/me/factors/totp', {})).body;
    const code = codeOf(factor);
    await actor.post('/v1/me/factors/totp/confirmation', { code });
    const { visitor, challenge } = await challenged(actor.email);
    expectProblem(await meet(visitor, challenge, code), 401);
  });

  it.each([
    ['of the app', (factor: Awaited<ReturnType<typeof enrol>>) => codeOf(factor)],
    ['for recovery', ({ recoveryCodes }) => recoveryCodes[0]!],
  ])('%s that is used many times at once is good once', async (_, codeFor) => {
    // Of twenty the losers can be counted as guesses before the winner is through, and then it has to wait like them.
    for (const [count, least] of [
      [4, 1],
      [20, 0],
    ] as const) {
      const { actor, factor } = await withFactor();
      const waiting = await Promise.all(Array.from({ length: count }, () => challenged(actor.email)));
      const code = codeFor(factor);
      const answers = await Promise.all(waiting.map(({ visitor, challenge }) => meet(visitor, challenge, code)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => ![200, 401, 429].includes(status))).toEqual([]);
      expect([least, 1]).toContain(statuses.filter((status) => status === 200).length);
    }
  });

  it('for recovery is told to the owner when it is used', async () => {
    const { actor, factor } = await withFactor();
    await mailTo(actor.email);
    const { visitor, challenge } = await challenged(actor.email);
    await meet(visitor, challenge, factor.recoveryCodes[0]!);
    expect((await mailTo(actor.email)).subject).toBe('A recovery code was used');
  });
});

describe('wrong codes', () => {
  it('count as failed logins, and a right password forgets none of them', async () => {
    const { actor, factor } = await withFactor();
    for (let i = 0; i < 5; i += 1) {
      const { visitor, challenge } = await challenged(actor.email);
      expectProblem(await meet(visitor, challenge, wrongCodeOf(factor)), 401);
    }
    expect(await stretchWait(actor.email)).toBe(1);
    expectWaiting(await new Visitor().login(actor.email));
    await waitOver(actor.email);
    const { visitor, challenge } = await challenged(actor.email);
    await forgetSteps(factor.id);
    expect((await meet(visitor, challenge, codeOf(factor))).status).toBe(200);
    for (let i = 0; i < 4; i += 1) expectProblem(await new Visitor().login(actor.email, 'not the passphrase'), 401);
    expect((await new Visitor().login(actor.email)).status).toBe(200);
  });

  it('a hundred of them lock the account', async () => {
    const { actor, factor } = await withFactor();
    const { database } = await app();
    const { visitor, challenge } = await challenged(actor.email);
    expectProblem(await meet(visitor, challenge, wrongCodeOf(factor)), 401);
    await database.loginFailure.updateMany({ data: { failures: 100, blockedUntil: new Date(0) } });
    expectProblem(await meet(visitor, challenge, codeOf(factor)), 401);
  });
});
