import { expectProblem } from '../../support/assertions.js';
import { app } from '../../support/app.js';
import { withinASecond } from '../../support/instances.js';
import { operator, school } from '../../support/school.js';
import { holding, refresh, session, sessionRow, someone } from '../../support/session.js';

const HOUR = 3_600_000;
const me = async (accessToken: string) => (await holding(accessToken).get('/v1/me')).status;

describe('the life of a session', () => {
  it.each(['expiresAt', 'idleExpiresAt'] as const)('refuses both tokens past the session’s %s', async (column) => {
    const student = await someone('student');
    const { accessToken, refreshToken, id } = await session(student);
    expect(await me(accessToken)).toBe(200);
    const { database } = await app();
    await database.session.update({
      where: { id },
      data: { createdAt: new Date(Date.now() - 2 * HOUR), [column]: new Date(Date.now() - 1_000) },
    });
    expectProblem(await refresh(refreshToken), 401);
    await withinASecond(async () => expect(await me(accessToken)).toBe(401));
    expect(await sessionRow(id)).toMatchObject({ counter: 0 });
  });

  it('lets a session live by its role: staff 12 h and 2 h idle, others 30 days and 7 days', async () => {
    const { admin, teacher, student, guardian } = await school();
    const lives = [];
    for (const actor of [await operator(), admin, teacher, student, guardian]) {
      const { refreshToken, id } = await session(actor);
      const [before] = [await sessionRow(id), await refresh(refreshToken)];
      const after = await sessionRow(id);
      expect(after.expiresAt).toEqual(before.expiresAt);
      expect(after.idleExpiresAt.getTime()).toBeGreaterThan(before.idleExpiresAt.getTime());
      const hours = (date: Date) => Math.round((date.getTime() - after.createdAt.getTime()) / HOUR);
      lives.push([hours(after.expiresAt), hours(before.idleExpiresAt), hours(after.idleExpiresAt)]);
    }
    const [staff, others] = [
      [12, 2, 2],
      [720, 168, 168],
    ];
    expect(lives).toEqual([staff, staff, staff, others, others]);
  });
});
