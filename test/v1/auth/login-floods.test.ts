import { expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app, startApp, unique } from '../../support/app.js';
import { failuresKeyOf } from '../../support/failures.js';
import { someone } from '../../support/session.js';

const WRONG = 'not the passphrase of anyone';

describe('many logins at once', () => {
  it('are counted: a right guess that comes after so many wrong ones gets nothing', async () => {
    const { email, userId } = await someone();
    const guesses = Array.from({ length: 30 }, () => new Visitor().login(email, WRONG));
    const right = await new Visitor().login(email);
    const statuses = [right, ...(await Promise.all(guesses))].map(({ status }) => status);
    const wrong = statuses.filter((status) => status === 401).length;
    const { database } = await app();
    const counted = await database.loginFailure.findUnique({ where: { key: await failuresKeyOf(email) } });
    // It may overtake the others on a busy machine: it gets in if it is among the first five, and those before it are forgotten.
    const [isIn, forgotten] = [right.status === 200, wrong - (counted?.failures ?? 0)];
    expect(isIn ? forgotten < 5 : forgotten === 0).toBe(true);
    expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual(isIn ? [200] : []);
    expect(await database.session.count({ where: { userId } })).toBe(isIn ? 1 : 0);
  });

  it.each([
    ['let in', ({ email }: { email: string }) => email, 200],
    // An address that nobody has costs a hash too, so that time doesn't tell it: these fill the queue alike.
    ['refused for an unknown address', () => `${unique('nobody')}@school.example`, 401],
  ])('are all answered: %s, or 503 beyond the queue, and never a 500', async (_, emailOf, answered) => {
    const { url } = await startApp({ databaseUrl: (await app()).config.databaseUrl, trustedProxies: 1 });
    const known = await someone();
    const visitors = Array.from({ length: 120 }, () => new Visitor(undefined, undefined, async () => url));
    const answers = await Promise.all(visitors.map((visitor) => visitor.login(emailOf(known))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => ![answered, 503].includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === answered).length).toBeGreaterThan(0);
    const refused = answers.find(({ status }) => status === 503)!;
    expectProblem(refused, 503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('all succeed with the right password, within the queue', async () => {
    const { email } = await someone();
    for (let i = 0; i < 3; i += 1) expectProblem(await new Visitor().login(email, WRONG), 401);
    const answers = await Promise.all(Array.from({ length: 40 }, () => new Visitor().login(email)));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(40);
  });
});
