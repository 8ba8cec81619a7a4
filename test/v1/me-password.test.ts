import { expectProblem, withoutRequestId } from '../support/assertions.js';
import { app, unique } from '../support/app.js';
import { expectWaiting, stretchWait } from '../support/failures.js';
import { type Actor, anonymous, member, PASSPHRASE } from '../support/school.js';
import { holding, refresh, session, someone } from '../support/session.js';
import { Visitor } from '../support/address.js';

const GOOD = 'seven quiet herons at dawn';

const change = async (actor: Actor, newPassword: unknown, currentPassword: unknown = PASSPHRASE) =>
  new Visitor(undefined, await actor.accessToken()).put('/v1/me/password', { currentPassword, newPassword });

const hashOf = async ({ userId }: Actor) =>
  (await (await app()).database.user.findUniqueOrThrow({ where: { id: userId } })).passwordHash;

describe('PUT /v1/me/password', () => {
  it('needs a credential', async () => {
    expectProblem(await anonymous.put('/v1/me/password', { currentPassword: PASSPHRASE, newPassword: GOOD }), 401);
  });

  it('is 400 with the wrong current password, and the password stays', async () => {
    const teacher = await someone();
    const before = await hashOf(teacher);
    expect(expectProblem(await change(teacher, GOOD, 'not my password at all'), 400)).toEqual([
      '/currentPassword wrong',
    ]);
    expect(await hashOf(teacher)).toBe(before);
    expect((await teacher.login()).status).toBe(200);
  });

  it('counts a wrong current password like a failed login', async () => {
    const teacher = await someone();
    for (let i = 0; i < 5; i += 1) expectProblem(await change(teacher, GOOD, 'not my password at all'), 400);
    expect(await stretchWait(teacher.email)).toBe(1);
    expectWaiting(await change(teacher, GOOD));
    expectWaiting(await new Visitor().login(teacher.email));
  });

  it.each([
    ['fourteen chars', 'min_length'],
    // 14 code points, though 28 UTF-16 units and 56 bytes.
    ['😀🐝🌲🍐🎈🚲🧊🪁🦉🌵🎻🧵🪴🐟', 'min_length'],
    // Each a letter with its accent, which are one character once normalised.
    ['áéíóúàèìòùâêîô'.normalize('NFD'), 'min_length'],
    ['word '.repeat(26).trim(), 'max_length'],
    ['homeroom demo passphrase', 'common'],
    ['Homeroom Demo Passphrase', 'common'],
    ['passwordpassword', 'common'],
    ['aaaaaaaaaaaaaaaaaaaa', 'common'],
    ['abcabcabcabcabcabc', 'common'],
    ['abcdefghijklmnopq', 'common'],
    ['987654321098765432', 'common'],
    ['qwertyuiop123456', 'common'],
  ])('refuses %s (%s)', async (password, code) => {
    const teacher = await someone();
    const before = await hashOf(teacher);
    expect(expectProblem(await change(teacher, password), 400)).toEqual([`/newPassword ${code}`]);
    expect(await hashOf(teacher)).toBe(before);
  });

  it('refuses what holds the user’s name, address or school, in any case', async () => {
    const { database } = await app();
    const { id: schoolId } = await database.school.create({
      data: { name: 'Riverbank Lyceum', slug: unique('school') },
    });
    const ottoline = await member('Ottoline', { schoolId, role: 'guardian' });
    await database.user.update({ where: { id: ottoline.userId }, data: { name: 'Wilhelmina Castellan' } });
    for (const word of [
      'WILHELMINA',
      'castellan',
      ottoline.email,
      ottoline.email.split('@')[0],
      'riverbank',
      'Lyceum',
      'Riverbank Lyceum',
    ]) {
      expect(expectProblem(await change(ottoline, `the ${word} of nine stones`), 400)).toEqual([
        '/newPassword context',
      ]);
    }
  });

  it.each([
    [{ currentPassword: PASSPHRASE }],
    [{ newPassword: GOOD }],
    [{ currentPassword: PASSPHRASE, newPassword: GOOD, userId: 'x' }],
    [{ currentPassword: PASSPHRASE, newPassword: [GOOD] }],
    [{ currentPassword: PASSPHRASE, newPassword: 'a control \u0007 character in it' }],
  ])('refuses %j as input', async (body) => {
    const teacher = await someone();
    expectProblem(await teacher.put('/v1/me/password', body), 400);
  });

  it.each([
    [`${'nine slow barges pass the old lock '.repeat(3)}before the rain sets in`.slice(0, 128)],
    ['ein höflicher Bär im Wald'],
    ['😀🐝🌲🍐🎈🚲🧊🪁🦉🌵🎻🧵🪴🐟🧭'],
  ])('takes %s', async (password) => {
    const teacher = await someone();
    expect((await change(teacher, password)).status).toBe(204);
    expect((await new Visitor().login(teacher.email, password.normalize('NFD'))).status).toBe(200);
    expect(withoutRequestId(await new Visitor().login(teacher.email))).toMatchObject({ status: 401 });
  });

  it('ends every other session of the user, and keeps its own', async () => {
    const [teacher, student] = [await someone(), await someone()];
    const [other, theirs, mine] = [await session(teacher), await session(student), await session(teacher)];
    expect((await holding(other.accessToken).get('/v1/me')).status).toBe(200);
    const answer = await holding(mine.accessToken).put('/v1/me/password', {
      currentPassword: PASSPHRASE,
      newPassword: GOOD,
    });
    expect([answer.status, answer.body]).toEqual([204, '']);
    expectProblem(await holding(other.accessToken).get('/v1/me'), 401);
    expectProblem(await refresh(other.refreshToken), 401);
    for (const { accessToken, refreshToken } of [mine, theirs]) {
      expect((await holding(accessToken).get('/v1/me')).status).toBe(200);
      expect((await refresh(refreshToken)).status).toBe(200);
    }
  });

  it('lets one of two changes at once win', async () => {
    const teacher = await someone();
    await teacher.accessToken();
    const passwords = ['the first of two herons', 'the other of two herons'];
    const statuses = (await Promise.all(passwords.map((password) => change(teacher, password)))).map(
      ({ status }) => status,
    );
    const winners = passwords.filter((_, index) => statuses[index] === 204);
    expect(winners).toHaveLength(1);
    expect(statuses.filter((status) => status !== 204).every((status) => status === 409 || status === 400)).toBe(true);
    expect((await new Visitor().login(teacher.email, winners[0])).status).toBe(200);
  });
});
