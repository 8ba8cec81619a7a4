import { Prisma } from '../../../apps/api/src/prisma/generated/client.js';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app, unique } from '../../support/app.js';
import { untilWaiting } from '../../support/at-once.js';
import { expectWaiting, failuresKeyOf, stretchWait, waitOver } from '../../support/failures.js';
import { PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';

const WRONG = 'not the passphrase of anyone';

async function failTimes(times: number, email: string) {
  for (let i = 0; i < times; i += 1) expectProblem(await new Visitor().login(email, WRONG), 401);
}

describe('failed logins', () => {
  it('make an account wait after the fifth, whether it exists or not', async () => {
    const { email } = await someone();
    const answers = [];
    for (const address of [email, `${unique('nobody')}@school.example`]) {
      await failTimes(5, address);
      expect(await stretchWait(address)).toBe(1);
      for (const password of [WRONG, PASSPHRASE])
        answers.push(withoutRequestId(expectWaiting(await new Visitor().login(address, password))));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('are counted whatever the case of the address', async () => {
    const { email } = await someone();
    await failTimes(3, email);
    await failTimes(2, email.toUpperCase());
    expect(await stretchWait(email)).toBe(1);
    expectWaiting(await new Visitor().login(email));
  });

  it.each([
    [6, 2],
    [7, 4],
    [10, 32],
    [14, 512],
    [15, 900],
    [40, 900],
  ])('make the wait after the %ith %i s', async (failure, seconds) => {
    const email = `${unique('nobody')}@school.example`;
    await failTimes(1, email);
    await waitOver(email, failure - 1);
    await failTimes(1, email);
    expect(await stretchWait(email)).toBe(seconds);
    expectWaiting(await new Visitor().login(email));
  });

  it('make an address wait, whichever accounts it tries', async () => {
    const visitor = new Visitor();
    for (let i = 0; i < 5; i += 1) expectProblem(await visitor.login(`${unique('nobody')}@school.example`, WRONG), 401);
    const { email } = await someone();
    expect(await stretchWait(visitor.address)).toBe(1);
    expectWaiting(await visitor.login(email));
    expect((await new Visitor().login(email)).status).toBe(200);
  });

  it('of an address are forgotten when someone there gives the right password', async () => {
    const visitor = new Visitor();
    const { email } = await someone();
    const failFourTimes = async () => {
      for (let i = 0; i < 4; i += 1)
        expectProblem(await visitor.login(`${unique('nobody')}@school.example`, WRONG), 401);
    };
    await failFourTimes();
    expect((await visitor.login(email)).status).toBe(200);
    await failFourTimes();
    expect((await visitor.login(email)).status).toBe(200);
  });

  it('are forgotten with the right password', async () => {
    const { email } = await someone();
    await failTimes(4, email);
    expect((await new Visitor().login(email)).status).toBe(200);
    await failTimes(4, email);
    expect((await new Visitor().login(email)).status).toBe(200);
  });

  it('that are free cost no wait, not even the half millisecond of a rounding', async () => {
    const { database } = await app();
    const past = Prisma.sql`CHECK (failures >= 5 OR "blockedUntil" <= now())`;
    await database.$executeRaw`ALTER TABLE "LoginFailure" ADD CONSTRAINT past ${past} NOT VALID`;
    try {
      for (let account = 0; account < 3; account += 1) await failTimes(4, (await someone()).email);
    } finally {
      await database.$executeRaw`ALTER TABLE "LoginFailure" DROP CONSTRAINT past`;
    }
  });

  it('that are counted while a right password is on its way don’t keep it out', async () => {
    const { email } = await someone();
    await failTimes(1, email);
    const { database } = await app();
    const key = await failuresKeyOf(email);
    const login = await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT FROM "LoginFailure" WHERE key = ${key} FOR UPDATE`;
      const answer = new Visitor().login(email);
      await untilWaiting(1);
      // Longer than what is cut off below: the login began before the other one was counted.
      await delay(5);
      await transaction.$executeRaw`
        UPDATE "LoginFailure" SET failures = 2, "blockedUntil" = date_trunc('milliseconds', clock_timestamp()) WHERE key = ${key}`;
      return [answer];
    });
    expect((await login[0]!).status).toBe(200);
  });

  it('let the right password in once the wait is over', async () => {
    const { email } = await someone();
    await failTimes(5, email);
    await waitOver(email);
    expect((await new Visitor().login(email)).status).toBe(200);
  });

  it('lock the account after a hundred in a row, with the answer that a wrong password gets', async () => {
    const { email, userId } = await someone();
    await failTimes(1, email);
    await waitOver(email, 100);
    const wrong = await new Visitor().login(email, WRONG);
    await waitOver(email, 100);
    expect(withoutRequestId(await new Visitor().login(email))).toEqual(withoutRequestId(wrong));
    expectProblem(wrong, 401);
    const { database } = await app();
    expect(await database.session.count({ where: { userId } })).toBe(0);
    await waitOver(email, 99);
    expect((await new Visitor().login(email)).status).toBe(200);
  });

  it('are kept under a keyed digest: nobody can look for an address in it', async () => {
    const { database } = await app();
    const { email } = await someone();
    await failTimes(1, email);
    const keys = (await database.loginFailure.findMany()).map(({ key }) => Buffer.from(key).toString('hex'));
    expect(keys).toContain((await failuresKeyOf(email)).toString('hex'));
    for (const text of [email, `account ${email}`])
      expect(keys).not.toContain(createHash('sha256').update(text).digest('hex'));
  });
});
