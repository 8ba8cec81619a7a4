import { setTimeout as delay } from 'node:timers/promises';
import { app } from '../../support/app.js';
import { anonymous, PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';

describe('a login that is under way while the password changes', () => {
  it('opens no session that outlives the change', async () => {
    const actor = await someone();
    await actor.accessToken();
    const { database } = await app();
    const waiting = () => database.$queryRaw<object[]>`
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const untilWaiting = async (count: number) => {
      while ((await waiting()).length < count) await delay(10);
    };
    // Who holds the user's row lets the change come as far as its write, and the login behind it as far as its own: it has found the
    // old password right by then.
    const [changing, login] = await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT FROM "User" WHERE id = ${actor.userId}::uuid FOR UPDATE`;
      const change = { currentPassword: PASSPHRASE, newPassword: 'another long passphrase of mine' };
      const first = actor.put('/v1/me/password', change);
      await untilWaiting(1);
      const second = anonymous.post('/v1/auth/login', { email: actor.email, password: PASSPHRASE });
      await untilWaiting(2);
      return [first, second];
    });
    expect([(await changing).status, (await login).status]).toEqual([204, 401]);
    expect(await database.session.count({ where: { userId: actor.userId, endedAt: null } })).toBe(1);
  });
});

describe('the Authorization header', () => {
  it('is a token and nothing else', async () => {
    const actor = await someone();
    const token = await actor.accessToken();
    for (const header of [`Bearer ${token} junk`, `Bearer ${token},`, `xBearer ${token}`, `Bearer  ${token}x`]) {
      expect((await anonymous.get('/v1/me', { headers: { authorization: header } })).status).toBe(401);
    }
    expect((await anonymous.get('/v1/me', { headers: { authorization: `bearer ${token}` } })).status).toBe(200);
  });
});
