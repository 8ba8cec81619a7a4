import { app } from '../../support/app.js';
import { atOnce } from '../../support/at-once.js';
import { anonymous, PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';

describe('a login that is under way while the password changes', () => {
  it('opens no session that outlives the change', async () => {
    const actor = await someone();
    const change = { currentPassword: PASSPHRASE, newPassword: 'another long passphrase of mine' };
    // The login has found the old password right by the time that it waits behind the change.
    const statuses = await atOnce(
      actor,
      () => actor.put('/v1/me/password', change),
      () => actor.login(),
    );
    expect(statuses).toEqual([204, 401]);
    const { database } = await app();
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
