import { expectProblem } from '../../support/assertions.js';
import { Client } from '../../support/client.js';
import { elsewhere, withinASecond } from '../../support/instances.js';
import { holding, refresh, session, sessionRow, someone, type Tokens } from '../../support/session.js';

const ROUNDS = 200;
const AT_ONCE = 50;
const far = new Client(elsewhere);
const refreshFar = (refreshToken: string) => far.post('/v1/auth/refresh', { refreshToken });
const me = async (accessToken: string) => (await holding(accessToken).get('/v1/me')).status;

/** A session and its refresh tokens, the first to the newest, each used once but the last. */
async function rotated(times: number) {
  const first = await session(await someone());
  const pairs: Tokens[] = [first];
  const start = performance.now();
  for (let time = 0; time < times; time += 1) {
    const { status, body } = await refresh(pairs.at(-1)!.refreshToken);
    expect(status).toBe(200);
    pairs.push(body);
  }
  // Well within the grace, so that nothing but the counter tells old from new.
  expect(performance.now() - start).toBeLessThan(5_000);
  return { id: first.id, pairs, newest: pairs.at(-1)! };
}

describe('one refresh token, used fifty times at once', () => {
  it('rotates once, two hundred times over, by whichever instance it is used', async () => {
    const { id, refreshToken } = await session(await someone());
    let token = refreshToken;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const uses = Array.from({ length: AT_ONCE }, (_, use) => (use % 2 ? refreshFar(token) : refresh(token)));
      const answers = await Promise.all(uses);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const successors = new Set(answers.map(({ body }) => body.refreshToken as string));
      expect([round, successors.size, (await sessionRow(id)).counter]).toEqual([round, 1, round]);
      [token] = [...successors] as [string];
    }
    expect((await sessionRow(id)).endedAt).toBeNull();
  }, 300_000);

  it('gives nothing that outlives a logout among them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, accessToken, refreshToken } = await session(await someone());
      const uses = Array.from({ length: 20 }, (_, use) => (use % 2 ? refreshFar(refreshToken) : refresh(refreshToken)));
      const logout = holding(accessToken).post('/v1/auth/logout');
      const answers = await Promise.all(uses);
      expect((await logout).status).toBe(204);
      expect(answers.filter(({ status }) => status !== 200 && status !== 401)).toEqual([]);
      expect((await sessionRow(id)).endedAt).not.toBeNull();
      for (const { body } of answers.filter(({ status }) => status === 200)) {
        expect(await me(body.accessToken)).toBe(401);
        expectProblem(await refresh(body.refreshToken), 401);
      }
    }
  });
});

describe('twenty rotations in quick succession', () => {
  it('leave no older token that is accepted: each ends the session, its newest tokens included', async () => {
    for (let replayed = 0; replayed < 19; replayed += 1) {
      const { id, pairs, newest } = await rotated(20);
      const { refreshToken } = pairs[replayed]!;
      expectProblem(await (replayed % 2 ? refreshFar(refreshToken) : refresh(refreshToken)), 401);
      expect((await sessionRow(id)).endedAt).not.toBeNull();
      if (replayed % 2 === 0) expect(await me(newest.accessToken)).toBe(401);
      else await withinASecond(async () => expect(await me(newest.accessToken)).toBe(401));
      expectProblem(await refresh(newest.refreshToken), 401);
    }
  });

  it('leave none that is accepted when all are tried in turn, from either end', async () => {
    for (const order of [(tokens: Tokens[]) => tokens, (tokens: Tokens[]) => tokens.toReversed()]) {
      const { id, pairs } = await rotated(20);
      for (const { refreshToken } of order(pairs.slice(0, 19))) expectProblem(await refresh(refreshToken), 401);
      for (const { accessToken, refreshToken } of pairs) {
        expect(await me(accessToken)).toBe(401);
        expectProblem(await refresh(refreshToken), 401);
      }
      expect(await sessionRow(id)).toMatchObject({ counter: 20 });
    }
  });

  it('let the last used one be told its successor again, and that rotates nothing', async () => {
    const { id, pairs, newest } = await rotated(20);
    const { status, body } = await refresh(pairs.at(-2)!.refreshToken);
    expect([status, body.refreshToken]).toEqual([200, newest.refreshToken]);
    expect(await sessionRow(id)).toMatchObject({ counter: 20, endedAt: null });
  });
});
