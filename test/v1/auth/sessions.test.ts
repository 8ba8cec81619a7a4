import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { app } from '../../support/app.js';
import { ABSENT, anonymous, PASSPHRASE } from '../../support/school.js';
import { holding, refresh, session, sessionRow, someone, type Tokens } from '../../support/session.js';

const alive = async ({ accessToken, refreshToken }: Tokens) =>
  [(await holding(accessToken).get('/v1/me')).status, (await refresh(refreshToken)).status] as const;

describe('/v1/auth/sessions', () => {
  it('needs a credential', async () => {
    expectProblem(await anonymous.get('/v1/auth/sessions'), 401);
    expectProblem(await anonymous.delete('/v1/auth/sessions'), 401);
    expectProblem(await anonymous.delete(`/v1/auth/sessions/${ABSENT}`), 401);
  });

  it('lists the caller’s own living sessions, the newest first, and nothing of their secrets', async () => {
    const [admin, teacher] = [await someone('admin'), await someone()];
    await session(admin);
    const headers = { 'user-agent': 'Quill/1.0 (Tablet)' };
    const { body: login } = await anonymous.post(
      '/v1/auth/login',
      { email: teacher.email, password: PASSPHRASE },
      { headers },
    );
    const [older, ended] = [await session(teacher), await session(teacher)];
    expect((await holding(ended.accessToken).post('/v1/auth/logout')).status).toBe(204);
    const list = await holding(older.accessToken).get('/v1/auth/sessions');
    expect(list.status).toBe(200);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const shape = { createdAt: time, lastUsedAt: time, expiresAt: time, ip: '127.0.0.1' };
    expect(list.body.data).toEqual([
      { ...shape, id: older.id, device: 'node', current: true },
      { ...shape, id: expect.any(String), device: 'Quill/1.0 (Tablet)', current: false },
    ]);
    const own = await holding(login.accessToken).all('/v1/auth/sessions', 1);
    expect(own.map(({ current }) => current)).toEqual([false, true]);
  });

  it('takes what a client says of itself only as far as it can be shown', async () => {
    const teacher = await someone();
    for (const [userAgent, device] of [
      ['x'.repeat(400), 'x'.repeat(256)],
      ['a\tb', 'ab'],
      ['', null],
    ] as const) {
      const { body } = await anonymous.post(
        '/v1/auth/login',
        { email: teacher.email, password: PASSPHRASE },
        { headers: { 'user-agent': userAgent } },
      );
      expect((await holding(body.accessToken).get('/v1/auth/sessions')).body.data[0].device).toBe(device);
    }
  });

  it.each(['?sort=ip', '?userId=1', '?limit=0', '?cursor=x', '?archived=true'])('refuses %s', async (query) => {
    const teacher = await someone();
    expectProblem(await teacher.get(`/v1/auth/sessions${query}`), 400);
  });
});

describe('DELETE /v1/auth/sessions/{id}', () => {
  it('is 404 alike for another user’s session, an absent and an ended one, and ends nothing', async () => {
    const [admin, teacher, student] = [await someone('admin'), await someone(), await someone()];
    const [theirs, gone] = [await session(student), await session(teacher)];
    const client = holding((await session(teacher)).accessToken);
    expect((await client.delete(`/v1/auth/sessions/${gone.id}`)).status).toBe(204);
    const absent = await client.delete(`/v1/auth/sessions/${ABSENT}`);
    expectProblem(absent, 404);
    for (const id of [theirs.id, gone.id]) {
      expect(withoutRequestId(await client.delete(`/v1/auth/sessions/${id}`))).toEqual(withoutRequestId(absent));
    }
    expectProblem(await admin.delete(`/v1/auth/sessions/${theirs.id}`), 404);
    expect((await sessionRow(theirs.id)).endedAt).toBeNull();
    expect(await alive(theirs)).toEqual([200, 200]);
    expectProblem(await client.delete('/v1/auth/sessions/x'), 400);
  });

  it('ends one, which the very next request feels', async () => {
    const teacher = await someone();
    const [mine, lost] = [await session(teacher), await session(teacher)];
    expect((await holding(lost.accessToken).get('/v1/me')).status).toBe(200);
    expect((await holding(mine.accessToken).delete(`/v1/auth/sessions/${lost.id}`)).status).toBe(204);
    expect(await alive(lost)).toEqual([401, 401]);
    expect(await alive(mine)).toEqual([200, 200]);
  });

  it('ends the caller’s own too', async () => {
    const teacher = await someone();
    const mine = await session(teacher);
    expect((await holding(mine.accessToken).delete(`/v1/auth/sessions/${mine.id}`)).status).toBe(204);
    expect(await alive(mine)).toEqual([401, 401]);
  });
});

describe('DELETE /v1/auth/sessions', () => {
  it('ends all others of the caller and nobody else’s', async () => {
    const [teacher, student] = [await someone(), await someone()];
    const [first, second, mine, theirs] = [
      await session(teacher),
      await session(teacher),
      await session(teacher),
      await session(student),
    ];
    for (const { accessToken } of [first, second]) expect((await holding(accessToken).get('/v1/me')).status).toBe(200);
    expect((await holding(mine.accessToken).delete('/v1/auth/sessions')).status).toBe(204);
    for (const other of [first, second]) expect(await alive(other)).toEqual([401, 401]);
    for (const kept of [mine, theirs]) expect(await alive(kept)).toEqual([200, 200]);
  });
});

describe('POST /v1/auth/logout', () => {
  it('needs a credential', async () => {
    expectProblem(await anonymous.post('/v1/auth/logout'), 401);
  });

  it('ends this session alone, and has the browser forget what it kept', async () => {
    const teacher = await someone();
    const [mine, other] = [await session(teacher), await session(teacher)];
    const answer = await holding(mine.accessToken).post('/v1/auth/logout');
    expect([answer.status, answer.body, answer.headers.get('clear-site-data')]).toEqual([
      204,
      '',
      '"cache", "storage"',
    ]);
    expect(await alive(mine)).toEqual([401, 401]);
    expect(await alive(other)).toEqual([200, 200]);
    const { database } = await app();
    expect(await database.session.count({ where: { userId: teacher.userId, endedAt: null } })).toBe(1);
  });
});
