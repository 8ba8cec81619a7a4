import { Housekeeping } from '../../../apps/api/src/auth/housekeeping.js';
import { expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { app } from '../../support/app.js';
import { codeOf, enrol, type Enrolled, wrongCodeOf } from '../../support/factor.js';
import { mailTo } from '../../support/mail.js';
import { ABSENT, type Actor, anonymous } from '../../support/school.js';
import { holding, leaveOpen, refresh, session, sessionRow, sessionIdOf, someone } from '../../support/session.js';

const row = async (id: string) => (await app()).database.factor.findUnique({ where: { id } });
const start = async (client: Awaited<ReturnType<typeof someone>>) =>
  (await client.post('/v1/me/factors/totp', {})).body;
const confirm = (client: Awaited<ReturnType<typeof someone>>, code: string) =>
  client.post('/v1/me/factors/totp/confirmation', { code });

/** The token of another session, which has used the factor. */
async function met(actor: Actor, factor: Enrolled): Promise<string> {
  const visitor = new Visitor();
  const { challenge } = (await visitor.login(actor.email)).body;
  return (await visitor.post('/v1/auth/challenge', { challenge, code: codeOf(factor) })).body.accessToken;
}

describe('an app that shows codes', () => {
  it('needs a credential', async () => {
    expectProblem(await anonymous.post('/v1/me/factors/totp', {}), 401);
    expectProblem(await anonymous.get('/v1/me/factors'), 401);
    expectProblem(await anonymous.post('/v1/me/recovery-codes'), 401);
  });

  it('needs no body', async () => {
    const actor = await someone();
    const { status, body } = await actor.post('/v1/me/factors/totp');
    expect(status).toBe(201);
    expect((await row(body.id))!.name).toBe('Authenticator app');
    expectProblem(await actor.post('/v1/me/factors/totp', undefined, { raw: 'null' }), 400);
  });

  it('is given a secret of 160 bits, which the database has sealed', async () => {
    const actor = await someone();
    const { status, body, headers } = await actor.post('/v1/me/factors/totp', { name: 'Phone' });
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    const url = new URL(body.otpauthUrl);
    expect([url.protocol, url.searchParams.get('secret'), url.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      body.secret,
      'Homeroom',
    ]);
    const { database } = await app();
    const [{ text }] = await database.$queryRaw<[{ text: string }]>`
      SELECT encode(secret, 'escape') || encode(secret, 'hex') || encode(secret, 'base64') AS text FROM "Factor" WHERE id = ${body.id}::uuid`;
    const { Secret } = await import('otpauth');
    const bytes = Buffer.from(Secret.fromBase32(body.secret).bytes);
    for (const plain of [body.secret, bytes.toString('hex'), bytes.toString('base64').slice(0, 20)])
      expect(text).not.toContain(plain);
  });

  it('is not confirmed by a wrong code, and counts for nothing then', async () => {
    const actor = await someone();
    const factor = await start(actor);
    for (const code of [wrongCodeOf(factor), codeOf(factor, -3), codeOf(factor, 3), 'nonsense'])
      expect(expectProblem(await confirm(actor, code), 400)).toEqual(['/code wrong']);
    expect((await row(factor.id))!.confirmedAt).toBeNull();
  });

  it('is replaced by the next while it waits, and is confirmed once', async () => {
    const actor = await someone();
    const [first, second] = [await start(actor), await start(actor)];
    expect(await row(first.id)).toBeNull();
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(actor, codeOf(second))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(409)]);
    const { recoveryCodes } = answers.find(({ status }) => status === 200)!.body;
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
    expect((await sessionRow(sessionIdOf(await actor.accessToken()))).factorAt).not.toBeNull();
    expect((await mailTo(actor.email)).subject).toBe('A second factor was added to your account');
  });

  it('can’t be confirmed an hour later, and is tidied away', async () => {
    const actor = await someone();
    const factor = await start(actor);
    const { database, prisma } = await app();
    const createdAt = new Date(Date.now() - 3_601_000);
    await database.factor.update({ where: { id: factor.id }, data: { createdAt } });
    expectProblem(await confirm(actor, codeOf(factor)), 409);
    await new Housekeeping(prisma).tidy();
    expect(await row(factor.id)).toBeNull();
  });

  it('gives no recovery codes to who has some', async () => {
    const actor = await someone();
    await enrol(actor);
    const second = await start(actor);
    expect((await confirm(actor, codeOf(second))).body).toEqual({ recoveryCodes: null });
  });

  it('is the tenth at most', async () => {
    const actor = await someone();
    const { database } = await app();
    await actor.accessToken();
    const data = {
      userId: actor.userId,
      kind: 'totp',
      name: 'One',
      secret: Buffer.alloc(48),
      confirmedAt: new Date(),
    } as const;
    await database.factor.createMany({ data: Array.from({ length: 10 }, () => data) });
    expectProblem(await actor.post('/v1/me/factors/totp', {}), 409);
    expect(await database.factor.count({ where: { userId: actor.userId } })).toBe(10);
  });
});

describe('the other sessions of a user', () => {
  it('end with the first factor, which they were opened without, and not with the next', async () => {
    const actor = await someone();
    const before = await session(actor);
    const factor = await enrol(actor);
    expectProblem(await holding(before.accessToken).get('/v1/me'), 401);
    expectProblem(await refresh(before.refreshToken), 401);
    expect((await actor.get('/v1/me')).status).toBe(200);
    const other = await met(actor, factor);
    await enrol(actor);
    expect((await holding(other).get('/v1/me')).status).toBe(200);
  });

  it('end with a factor that is removed, and so do the logins that wait for one', async () => {
    const actor = await someone();
    const factor = await enrol(actor);
    const other = await met(actor, factor);
    await enrol(actor);
    expect((await new Visitor().login(actor.email)).body.mfaRequired).toBe(true);
    expect((await actor.delete(`/v1/me/factors/${factor.id}`)).status).toBe(204);
    expectProblem(await holding(other).get('/v1/me'), 401);
    expect((await actor.get('/v1/me')).status).toBe(200);
    const { database } = await app();
    expect(await database.challenge.count({ where: { userId: actor.userId, purpose: 'login' } })).toBe(0);
  });
});

describe('one’s second factors', () => {
  it('are listed without what they are made from, and nobody else’s', async () => {
    const [actor, other] = [await someone(), await someone()];
    const { id } = await enrol(actor);
    await enrol(other);
    expect((await actor.get('/v1/me/factors')).body.data).toEqual([
      {
        id,
        kind: 'totp',
        name: 'Authenticator app',
        confirmedAt: expect.any(String),
        lastUsedAt: expect.any(String),
        createdAt: expect.any(String),
      },
    ]);
  });

  it('can’t be removed by another, who can’t tell them from those that are not there', async () => {
    const [actor, other] = [await someone(), await someone()];
    const { id } = await enrol(actor);
    expectProblem(await other.delete(`/v1/me/factors/${id}`), 404);
    expectProblem(await other.delete(`/v1/me/factors/${ABSENT}`), 404);
    expect(await row(id)).not.toBeNull();
  });

  it('are removed, with the last the recovery codes, and the owner is told', async () => {
    const actor = await someone();
    const { id } = await enrol(actor);
    await mailTo(actor.email);
    expect((await actor.delete(`/v1/me/factors/${id}`)).status).toBe(204);
    expect((await mailTo(actor.email)).subject).toBe('A second factor was removed from your account');
    const { database } = await app();
    expect(await database.recoveryCode.count({ where: { userId: actor.userId } })).toBe(0);
    expect((await new Visitor().login(actor.email)).body.accessToken).toEqual(expect.any(String));
  });
});

describe('all of one’s second factors', () => {
  it('are removed at once, with what waits for a code, the recovery codes and every other session', async () => {
    const [actor, other] = [await someone(), await someone()];
    const factor = await enrol(actor);
    const theirs = await enrol(other);
    const elsewhere = await met(actor, factor);
    await start(actor);
    expect((await actor.delete('/v1/me/factors')).status).toBe(204);
    expect((await actor.get('/v1/me/factors')).body.data).toEqual([]);
    const { database } = await app();
    expect(await database.recoveryCode.count({ where: { userId: actor.userId } })).toBe(0);
    expectProblem(await holding(elsewhere).get('/v1/me'), 401);
    expect((await new Visitor().login(actor.email)).body.accessToken).toEqual(expect.any(String));
    expect(await row(theirs.id)).not.toBeNull();
  });

  it('are none afterwards, however often it is asked', async () => {
    const actor = await someone();
    for (let time = 1; time <= 2; time += 1) expect((await actor.delete('/v1/me/factors')).status).toBe(204);
  });

  it('stay as they are for who has proven nothing lately', async () => {
    const actor = await someone();
    const { id } = await enrol(actor);
    await leaveOpen(await actor.accessToken());
    expectProblem(await actor.delete('/v1/me/factors'), 401);
    expect(await row(id)).not.toBeNull();
  });
});

describe('recovery codes', () => {
  it('are not made for who has no factor', async () => {
    expectProblem(await (await someone()).post('/v1/me/recovery-codes'), 409);
  });

  it('are replaced by new ones; the old are void, and the owner is told', async () => {
    const actor = await someone();
    const { recoveryCodes } = await enrol(actor);
    await mailTo(actor.email);
    const { status, body } = await actor.post('/v1/me/recovery-codes');
    expect(status).toBe(201);
    expect(body.recoveryCodes).toHaveLength(10);
    expect((await mailTo(actor.email)).subject).toBe('You have new recovery codes');
    const visitor = new Visitor();
    const { challenge } = (await visitor.login(actor.email)).body;
    const meet = (code: string) => visitor.post('/v1/auth/challenge', { challenge, code });
    expectProblem(await meet(recoveryCodes[0]!), 401);
    expect((await meet(body.recoveryCodes[0])).status).toBe(200);
  });

  it('are in the database as digests alone', async () => {
    const actor = await someone();
    const { recoveryCodes } = await enrol(actor);
    const { database } = await app();
    const digests = await database.recoveryCode.findMany({ where: { userId: actor.userId } });
    expect(digests.map(({ digest }) => digest.length)).toEqual(Array(10).fill(32));
    const all = digests.map(({ digest }) => Buffer.from(digest).toString('latin1')).join();
    for (const code of recoveryCodes) expect(all).not.toContain(code);
  });
});
