import { setTimeout as delay } from 'node:timers/promises';
import { app } from '../../support/app.js';
import { anonymous, PASSPHRASE } from '../../support/school.js';
import { someone } from '../../support/session.js';

describe('a login that is under way while the password changes', () => {
  it('opens no session that outlives the change', async () => {
    const actor = await someone();
    const token = await actor.accessToken();
    const own = { headers: { authorization: `Bearer ${token}` } };
    const change = { currentPassword: PASSPHRASE, newPassword: 'another long passphrase of mine' };
    const changing = anonymous.put('/v1/me/password', change, own);
    // One after another, so that some read the old hash before the change is committed and end after it.
    const logins = [];
    for (let i = 0; i < 24; i += 1, await delay(8)) {
      logins.push(anonymous.post('/v1/auth/login', { email: actor.email, password: PASSPHRASE }));
    }
    expect((await changing).status).toBe(204);

    for (const { status, body } of await Promise.all(logins)) {
      if (status !== 200) continue;
      const answer = await anonymous.get('/v1/me', { headers: { authorization: `Bearer ${body.accessToken}` } });
      expect(answer.status).toBe(401);
    }
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
