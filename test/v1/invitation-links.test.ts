import { expectProblem } from '../support/assertions.js';
import { app } from '../support/app.js';
import { untilWaiting } from '../support/at-once.js';
import { accept, address, invite } from '../support/invitation.js';
import { mailTo, tokenOf } from '../support/mail.js';
import { anonymous, PASSPHRASE, school } from '../support/school.js';
import { holding } from '../support/session.js';

const PASSWORD = 'seven quiet herons at dawn';
const login = (email: string, password = PASSWORD) => anonymous.post('/v1/auth/login', { email, password });

describe('an invitation', () => {
  it('makes a stranger a member with a password of its own, once', async () => {
    const { admin, rows } = await school();
    const email = address();
    const { id, token } = await invite(admin, {
      email: email.toUpperCase(),
      role: 'guardian',
      givenName: 'Chidi',
      familyName: 'Okafor',
    });
    expectProblem(await login(email), 401);
    const answer = await accept(token);
    expect([answer.status, answer.body]).toEqual([204, '']);
    const { body } = await login(email);
    expect(body.membership).toMatchObject({ id, role: 'guardian', school: { id: rows.schoolId } });
    expect((await holding(body.accessToken).get('/v1/me')).body.user).toEqual({
      id: expect.any(String),
      email,
      name: 'Chidi Okafor',
    });
    expect((await admin.get(`/v1/members/${id}`)).body).toMatchObject({
      status: 'active',
      user: { email, name: 'Chidi Okafor' },
    });
    expect(expectProblem(await accept(token), 400)).toEqual(['/token invitation']);
    expectProblem(await accept(token, 'another good passphrase here'), 400);
    expect((await login(email)).status).toBe(200);
  });

  it('is accepted once, though it is accepted five times at once by who has an account', async () => {
    const [{ admin }, elsewhere] = [await school(), await school()];
    const { token } = await invite(admin, { email: elsewhere.guardian.email, role: 'guardian' });
    const { database } = await app();
    // None is through before another has found it open.
    const [accepted] = await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT FROM "Membership" WHERE "invitedEmail" = ${elsewhere.guardian.email} FOR UPDATE`;
      const answers = Array.from({ length: 5 }, () => accept(token, PASSPHRASE));
      await untilWaiting(2);
      return [Promise.all(answers)];
    });
    expect((await accepted).map(({ status }) => status).sort()).toEqual([204, 400, 400, 400, 400]);
  });

  it('is the student’s own record when it names one', async () => {
    const { admin, rows } = await school();
    const { database } = await app();
    await database.membership.deleteMany({ where: { studentId: rows.sam.id } });
    const email = address();
    const { token } = await invite(admin, { email, role: 'student', studentId: rows.sam.id });
    expect((await accept(token)).status).toBe(204);
    const { body } = await login(email);
    expect((await holding(body.accessToken).all('/v1/students')).map(({ id }) => id)).toEqual([rows.sam.id]);
  });

  it('takes a good password only, and is not used up by a bad one', async () => {
    const { admin, rows } = await school();
    const { database } = await app();
    await database.school.update({ where: { id: rows.schoolId }, data: { name: 'Riverbank Lyceum' } });
    const email = address();
    const { token } = await invite(admin, { email, role: 'guardian', givenName: 'Wilhelmina' });
    for (const [password, code] of [
      ['fourteen chars', 'min_length'],
      ['word '.repeat(26).trim(), 'max_length'],
      ['homeroom demo passphrase', 'common'],
      [`the ${email} of nine stones`, 'context'],
      ['the Wilhelmina of nine stones', 'context'],
      ['the riverbank of nine stones', 'context'],
    ] as const) {
      expect(expectProblem(await accept(token, password), 400)).toEqual([`/password ${code}`]);
    }
    expect(await database.user.count({ where: { email } })).toBe(0);
    expect((await accept(token)).status).toBe(204);
  });

  it('lets one of two uses at once win', async () => {
    const { admin } = await school();
    const { database } = await app();
    const email = address();
    const { token } = await invite(admin, { email, role: 'guardian' });
    const passwords = ['the first of two herons', 'the other of two herons'];
    const statuses = (await Promise.all(passwords.map((password) => accept(token, password)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(await database.user.count({ where: { email } })).toBe(1);
    const logins = [];
    for (const password of passwords) logins.push((await login(email, password)).status);
    expect(logins).toEqual(statuses.map((status) => (status === 204 ? 200 : 401)));
  });

  it('tells an account without a password to set one, and counts no failure', async () => {
    const [{ admin }, { teacher }] = [await school(), await school()];
    const { database } = await app();
    await database.user.update({ where: { id: teacher.userId }, data: { passwordHash: null } });
    const { token } = await invite(admin, { email: teacher.email, role: 'guardian' });
    for (let time = 1; time <= 7; time += 1)
      expect(expectProblem(await accept(token, PASSPHRASE), 400)).toEqual(['/password no_password']);
    expect((await anonymous.post('/v1/auth/password/forgot', { email: teacher.email })).status).toBe(202);
    const reset = { token: tokenOf(await mailTo(teacher.email)), password: PASSWORD };
    expect((await anonymous.post('/v1/auth/password/reset', reset)).status).toBe(204);
    expect((await accept(token)).status).toBe(204);
  });

  it('lets an account join a second school, with its own password and no other', async () => {
    const [here, there] = [await school(), await school()];
    const { teacher } = there;
    const { id, token } = await invite(here.admin, { email: teacher.email, role: 'guardian', givenName: 'Someone' });
    expect(expectProblem(await accept(token), 400)).toEqual(['/password wrong']);
    expect((await login(teacher.email, PASSPHRASE)).status).toBe(200);
    expect((await here.admin.get(`/v1/members/${id}`)).body).toMatchObject({
      status: 'invited',
      user: { id: null, name: 'Someone' },
    });
    expect((await accept(token, PASSPHRASE)).status).toBe(204);
    const { body } = await login(teacher.email, PASSPHRASE);
    const { memberships, user } = (await holding(body.accessToken).get('/v1/me')).body;
    expect(memberships.map((membership: { id: string }) => membership.id).sort()).toEqual(
      [teacher.membershipId, id].sort(),
    );
    expect(user.id).toBe(teacher.userId);
    expectProblem(await login(teacher.email), 401);
  });
});
