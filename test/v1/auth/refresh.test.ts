import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { app } from '../../support/app.js';
import { anonymous } from '../../support/school.js';
import { holding, refresh, session, sessionRow, someone } from '../../support/session.js';

const me = async (accessToken: string) => (await holding(accessToken).get('/v1/me')).status;

/** Lets the grace for a lost answer run out. */
async function graceOver(id: string) {
  const { database } = await app();
  await database.session.update({ where: { id }, data: { rotatedAt: new Date(Date.now() - 11_000) } });
}

describe('POST /v1/auth/refresh', () => {
  it('refuses whatever is not a token of ours, all alike', async () => {
    const [admin, teacher] = [await someone('admin'), await someone()];
    const { accessToken, refreshToken, id } = await session(admin);
    const other = await session(teacher);
    const [kid, , counter, mac] = refreshToken.split('.') as [string, string, string, string];
    const flipped = mac.slice(0, -2) + (mac.at(-2) === 'A' ? 'B' : 'A') + mac.at(-1);
    const forged = [
      'x',
      `${kid}.${id}.${counter}.${flipped}`,
      `${kid}.${other.id}.${counter}.${mac}`,
      `${kid}.${id}.1.${mac}`,
      `${kid}.${id}.00.${mac}`,
      `another.${id}.${counter}.${mac}`,
      `__proto__.${id}.${counter}.${mac}`,
      `${refreshToken}.`,
      ` ${refreshToken}`,
      `${refreshToken}=`,
      refreshToken.toUpperCase(),
      `${kid}.${id}.${counter}.`,
      '😀'.repeat(20),
      accessToken.slice(0, 300),
    ];
    const first = await refresh(forged[0]!);
    expectProblem(first, 401);
    expect(first.headers.get('www-authenticate')).toBe('Bearer');
    for (const token of forged) expect(withoutRequestId(await refresh(token))).toEqual(withoutRequestId(first));
    expect(await sessionRow(id)).toMatchObject({ counter: 0, endedAt: null });
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it.each([
    [{}],
    [{ refreshToken: '' }],
    [{ refreshToken: 'x'.repeat(301) }],
    [{ refreshToken: 5 }],
    [{ refreshToken: ['x'] }],
    [{ refreshToken: 'x', more: 1 }],
    [[]],
    [null],
  ])('refuses %j as input', async (body) => {
    expectProblem(await anonymous.post('/v1/auth/refresh', body), 400);
  });

  it('exchanges a token once for a new pair of the same session', async () => {
    const teacher = await someone();
    const first = await session(teacher);
    const { status, body, headers } = await refresh(first.refreshToken);
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
      refreshToken: expect.any(String),
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.refreshToken).not.toBe(first.refreshToken);
    expect([await me(first.accessToken), await me(body.accessToken)]).toEqual([200, 200]);
    expect(await sessionRow(first.id)).toMatchObject({ counter: 1 });
    expect((await refresh(body.refreshToken)).status).toBe(200);
    expect(await sessionRow(first.id)).toMatchObject({ counter: 2 });
  });

  it('tells the same successor to a second use within ten seconds, as an answer may be lost', async () => {
    const teacher = await someone();
    const { refreshToken, id } = await session(teacher);
    const [first, second] = [await refresh(refreshToken), await refresh(refreshToken)];
    expect(second.body.refreshToken).toBe(first.body.refreshToken);
    expect(await sessionRow(id)).toMatchObject({ counter: 1, endedAt: null });
  });

  it('rotates once for thirty uses at once, and tells all the same successor', async () => {
    const teacher = await someone();
    const { refreshToken, id } = await session(teacher);
    const answers = await Promise.all(Array.from({ length: 30 }, () => refresh(refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await sessionRow(id)).toMatchObject({ counter: 1, endedAt: null });
  });

  it('ends the session, its newest tokens included, when a used one comes after the grace', async () => {
    const teacher = await someone();
    const stolen = await session(teacher);
    const { body: newest } = await refresh(stolen.refreshToken);
    await graceOver(stolen.id);
    expectProblem(await refresh(stolen.refreshToken), 401);
    expect((await sessionRow(stolen.id)).endedAt).not.toBeNull();
    expect([await me(newest.accessToken), await me(stolen.accessToken)]).toEqual([401, 401]);
    expectProblem(await refresh(newest.refreshToken), 401);
    expect(await me((await session(teacher)).accessToken)).toBe(200);
  });

  it('ends the session at once when an older one than the last comes: order is by the counter, not by time', async () => {
    const teacher = await someone();
    const first = await session(teacher);
    const { body: second } = await refresh(first.refreshToken);
    const { body: third } = await refresh(second.refreshToken);
    expectProblem(await refresh(first.refreshToken), 401);
    expect(await me(third.accessToken)).toBe(401);
    for (const { refreshToken } of [second, third]) expectProblem(await refresh(refreshToken), 401);
  });

  it('leaves nothing in the database from which a token could be made', async () => {
    const teacher = await someone();
    const { database } = await app();
    const { refreshToken, id } = await session(teacher);
    const { body } = await refresh(refreshToken);
    const tables = await database.$queryRaw<
      { name: string }[]
    >`SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`;
    const rows = await Promise.all(
      tables.map(({ name }) => database.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`)),
    );
    const everything = rows
      .flat()
      .map(({ row }) => row)
      .join('\n');
    expect(everything).toContain(id);
    for (const token of [refreshToken, body.refreshToken]) {
      const mac: string = token.split('.').at(-1);
      for (const part of [mac, Buffer.from(mac, 'base64url').toString('hex'), mac.slice(0, 12)])
        expect(everything).not.toContain(part);
    }
  });
});
