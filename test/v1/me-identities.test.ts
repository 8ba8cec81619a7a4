import { app } from '../support/app.js';
import { atOnce } from '../support/at-once.js';
import { expectProblem } from '../support/assertions.js';
import { mailTo } from '../support/mail.js';
import { comeBack } from '../support/openid.js';
import { invited, logIn, outside, outsider } from '../support/outsiders.js';
import type { Actor } from '../support/school.js';
import { ABSENT, anonymous } from '../support/school.js';
import { holding, leaveOpen, someone } from '../support/session.js';

/** The actor, at the server that has providers. */
async function at(actor: Actor) {
  const { url } = await outside();
  return holding(await actor.accessToken(), async () => url);
}

async function link(actor: Actor, account: { sub: string; email: string }, id = 'north') {
  const { visitor } = await outside();
  const answer = await comeBack(visitor, id, account);
  return (await at(actor)).post('/v1/me/identities', { provider: id, ...answer });
}

const identitiesOf = async ({ userId }: Actor) =>
  (await app()).database.externalIdentity.findMany({ where: { userId } });
const leave = async (actor: Actor) => leaveOpen(await actor.accessToken(), async () => (await outside()).url);

describe('POST /v1/me/identities', () => {
  it('is a 401 without a credential, and where the last proof is too long ago', async () => {
    const { visitor } = await outside();
    const [actor, account] = [await someone(), await outsider()];
    const answer = { provider: 'north', ...(await comeBack(visitor, 'north', account)) };
    expectProblem(await visitor.post('/v1/me/identities', answer), 401);
    await leave(actor);
    const refusal = await (await at(actor)).post('/v1/me/identities', answer);
    expectProblem(refusal, 401);
    expect(refusal.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"');
    expect(await identitiesOf(actor)).toEqual([]);
  });

  it('refuses an answer that is none of this login, another provider’s, and an unknown provider', async () => {
    const { visitor } = await outside();
    const [actor, account] = [await someone(), await outsider()];
    const client = await at(actor);
    const arrival = () => comeBack(visitor, 'north', account);
    const post = (answer: object) => client.post('/v1/me/identities', answer);
    expectProblem(await post({ provider: 'north', ...(await arrival()), state: 'another' }), 401);
    expectProblem(await post({ provider: 'east', ...(await arrival()) }), 401);
    expectProblem(await post({ provider: 'west', ...(await arrival()) }), 404);
    expectProblem(await post(await arrival()), 400);
    expect(await identitiesOf(actor)).toEqual([]);
  });

  it('is a 409 for an account that is linked, to oneself or to somebody else', async () => {
    const [one, two, account] = [await someone(), await someone(), await outsider()];
    expect((await link(one, account)).status).toBe(201);
    expectProblem(await link(one, account), 409);
    expectProblem(await link(two, account), 409);
    expect(await identitiesOf(two)).toEqual([]);
  });

  it('links whatever address the account has, tells the owner by mail, and lets it log in from then on', async () => {
    const [actor, account] = [await someone(), await outsider({ email_verified: false })];
    expectProblem(await logIn(account), 401);
    const { status, body, headers } = await link(actor, account);
    expect(status).toBe(201);
    expect(body).toMatchObject({ subject: account.sub, issuer: (await outside()).north.setting.issuer });
    expect(headers.get('location')).toBe(`/v1/me/identities/${body.id}`);
    expect((await mailTo(actor.email)).subject).toBe('You can log in in another way now');
    const login = await logIn(account);
    expect(login.body.membership).toMatchObject({ id: actor.membershipId });
  });
});

describe('GET /v1/me/identities', () => {
  it('lists and reads the own ones alone', async () => {
    const [one, two] = [await someone(), await someone()];
    const { body } = await link(one, await outsider());
    expectProblem(await anonymous.get('/v1/me/identities'), 401);
    expect((await one.all('/v1/me/identities')).map(({ id }) => id)).toEqual([body.id]);
    expect(await two.all('/v1/me/identities')).toEqual([]);
    expectProblem(await two.get(`/v1/me/identities/${body.id}`), 404);
    const read = await one.get(`/v1/me/identities/${body.id}`);
    expect(read.body).toEqual(body);
    const etag = read.headers.get('etag')!;
    expect((await one.get(`/v1/me/identities/${body.id}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});

describe('DELETE /v1/me/identities/{id}', () => {
  it('is a 404 for another’s and for none, and a 401 where the last proof is too long ago', async () => {
    const [one, two] = [await someone(), await someone()];
    const { body } = await link(one, await outsider());
    expectProblem(await (await at(two)).delete(`/v1/me/identities/${body.id}`), 404);
    expectProblem(await (await at(two)).delete(`/v1/me/identities/${ABSENT}`), 404);
    await leave(one);
    expectProblem(await (await at(one)).delete(`/v1/me/identities/${body.id}`), 401);
    expect(await identitiesOf(one)).toHaveLength(1);
  });

  it('unlinks, tells the owner by mail, and lets that account in no more', async () => {
    const [actor, account] = [await someone(), await outsider()];
    const { body } = await link(actor, account);
    await mailTo(actor.email);
    const other = (await logIn(account)).body.accessToken;
    expect((await holding(other).get('/v1/me')).status).toBe(200);
    expect((await (await at(actor)).delete(`/v1/me/identities/${body.id}`)).status).toBe(204);
    expectProblem(await holding(other, async () => (await outside()).url).get('/v1/me'), 401);
    expect((await mailTo(actor.email)).subject).toBe('A way to log in was taken away');
    expectProblem(await logIn(account), 401);
  });

  it('is a 401, and nothing is linked, by a session that a new password ends meanwhile', async () => {
    const { visitor } = await outside();
    const [actor, account] = [await someone(), await outsider()];
    const { body } = await link(actor, await outsider());
    const client = await at(actor);
    const answer = { provider: 'north', ...(await comeBack(visitor, 'north', account)) };
    const change = async () => {
      const { database } = await app();
      await database.$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT FROM "User" WHERE id = ${actor.userId}::uuid FOR UPDATE`;
        await transaction.session.updateMany({ where: { userId: actor.userId }, data: { endedAt: new Date() } });
      });
      return anonymous.get('/v1/auth/providers');
    };
    for (const attempt of [
      () => client.post('/v1/me/identities', answer),
      () => client.delete(`/v1/me/identities/${body.id}`),
    ]) {
      const { database } = await app();
      await database.session.updateMany({ where: { userId: actor.userId }, data: { endedAt: null } });
      while ((await client.get('/v1/me')).status !== 200);
      expect(await atOnce(actor, change, attempt)).toEqual([200, 401]);
    }
    expect((await identitiesOf(actor)).map(({ id }) => id)).toEqual([body.id]);
  });

  it('is a 409 for the only way to log in, and of the last two, unlinked at once, one stays', async () => {
    const { visitor, url } = await outside();
    const [account, other] = [await outsider(), await outsider()];
    await invited(account.email);
    const { body } = await logIn(account);
    const client = holding(body.accessToken, async () => url);
    const [first] = await client.all('/v1/me/identities');
    expectProblem(await client.delete(`/v1/me/identities/${first.id}`), 409);
    for (let round = 0; round < 5; round += 1) {
      const [left] = await client.all('/v1/me/identities');
      const next = left.subject === account.sub ? other : account;
      const answer = { provider: 'north', ...(await comeBack(visitor, 'north', next)) };
      const linked = await client.post('/v1/me/identities', answer);
      const unlinked = await Promise.all(
        [left.id, linked.body.id].map((id: string) => client.delete(`/v1/me/identities/${id}`)),
      );
      expect(unlinked.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
      expect(await client.all('/v1/me/identities')).toHaveLength(1);
    }
  });
});
