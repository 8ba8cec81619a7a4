import { expectProblem } from '../../support/assertions.js';
import { app, unique } from '../../support/app.js';
import { Client } from '../../support/client.js';
import { elsewhere, withinASecond } from '../../support/instances.js';
import { mailTo, tokenOf } from '../../support/mail.js';
import { type Actor, anonymous, member, PASSPHRASE } from '../../support/school.js';
import { holding, refresh, session, someone, type Tokens } from '../../support/session.js';

const REPLACEMENT = 'four brown owls in a barn';
const far = new Client(elsewhere);

interface Sessions {
  actor: Actor;
  /** The one that is to end. */
  ending: Tokens & { id: string };
  /** Another of the same user. */
  other: Tokens & { id: string };
}

/** What ends a session that is none of an admin's doing; who ends it has its own, or none at all. */
const endings: [string, (sessions: Sessions) => Promise<{ status: number }>][] = [
  ['it logs out', ({ ending }) => holding(ending.accessToken).post('/v1/auth/logout')],
  ['it ends itself', ({ ending }) => holding(ending.accessToken).delete(`/v1/auth/sessions/${ending.id}`)],
  [
    'another session ends it',
    ({ ending, other }) => holding(other.accessToken).delete(`/v1/auth/sessions/${ending.id}`),
  ],
  ['another session ends all others', ({ other }) => holding(other.accessToken).delete('/v1/auth/sessions')],
  [
    'another session changes the password',
    ({ other }) =>
      holding(other.accessToken).put('/v1/me/password', { currentPassword: PASSPHRASE, newPassword: REPLACEMENT }),
  ],
  [
    'the password is reset by mail',
    async ({ actor: { email } }) => {
      expect((await anonymous.post('/v1/auth/password/forgot', { email })).status).toBe(202);
      const token = tokenOf(await mailTo(email));
      return anonymous.post('/v1/auth/password/reset', { token, password: REPLACEMENT });
    },
  ],
  [
    'the address is changed by mail',
    async ({ other }) => {
      const email = `${unique('moved')}@school.example`;
      const change = { email, currentPassword: PASSPHRASE };
      expect((await holding(other.accessToken).put('/v1/me/email', change)).status).toBe(202);
      return anonymous.post('/v1/auth/email/confirmation', { token: tokenOf(await mailTo(email)) });
    },
  ],
];

describe('a session is over at the next request, and within a second on another instance, when', () => {
  it.each(endings)('%s', async (_, end) => {
    const actor = await someone();
    const [ending, other] = [await session(actor), await session(actor)];
    const [near, distant] = [holding(ending.accessToken), holding(ending.accessToken, elsewhere)];
    for (const client of [near, distant]) expect((await client.get('/v1/me')).status).toBe(200);
    const { body: renewed } = await refresh(ending.refreshToken);

    expect((await end({ actor, ending, other })).status).toBe(204);

    expectProblem(await near.get('/v1/me'), 401);
    for (const { refreshToken } of [ending, renewed]) {
      expectProblem(await far.post('/v1/auth/refresh', { refreshToken }), 401);
      expectProblem(await refresh(refreshToken), 401);
    }
    await withinASecond(async () => expectProblem(await distant.get('/v1/me'), 401));
    expectProblem(await holding(renewed.accessToken, elsewhere).get('/v1/me'), 401);
  });

  it('one of its old refresh tokens is replayed', async () => {
    const ending = await session(await someone());
    const { body: second } = await refresh(ending.refreshToken);
    const { body: third } = await refresh(second.refreshToken);
    const [near, distant] = [holding(third.accessToken), holding(third.accessToken, elsewhere)];
    for (const client of [near, distant]) expect((await client.get('/v1/me')).status).toBe(200);
    expectProblem(await refresh(ending.refreshToken), 401);
    expectProblem(await near.get('/v1/me'), 401);
    expectProblem(await far.post('/v1/auth/refresh', { refreshToken: third.refreshToken }), 401);
    await withinASecond(async () => expectProblem(await distant.get('/v1/me'), 401));
  });
});

describe('a session that was switched to another membership', () => {
  /** A session of a guardian who is a teacher elsewhere, switched to that, on both instances. */
  async function switched() {
    const { database } = await app();
    const actor = await someone('guardian');
    const { id: schoolId } = await database.school.create({ data: { name: unique('School'), slug: unique('school') } });
    const second = await database.membership.create({
      data: { schoolId, userId: actor.userId, role: 'teacher', status: 'active' },
    });
    const admin = await member('Admin', { schoolId, role: 'admin' });
    const before = await session(actor);
    const { status, body } = await holding(before.accessToken).post('/v1/auth/switch', { membershipId: second.id });
    expect(status).toBe(200);
    const clients = [holding(body.accessToken), holding(body.accessToken, elsewhere)] as const;
    for (const client of clients) expect((await client.get('/v1/school')).body.id).toBe(schoolId);
    return { before, clients, admin, membershipId: second.id };
  }

  it.each([{ status: 'suspended' }, { role: 'admin' }])(
    'is over with that membership’s change to %j',
    async (change) => {
      const { before, clients, admin, membershipId } = await switched();
      expect((await admin.patch(`/v1/members/${membershipId}`, change)).status).toBe(200);
      expectProblem(await clients[0].get('/v1/school'), 401);
      for (const use of [refresh, (refreshToken: string) => far.post('/v1/auth/refresh', { refreshToken })])
        expectProblem(await use(before.refreshToken), 401);
      await withinASecond(async () => expectProblem(await clients[1].get('/v1/school'), 401));
    },
  );

  it('is over in both with its logout', async () => {
    const { before, clients } = await switched();
    expect((await clients[0].post('/v1/auth/logout')).status).toBe(204);
    for (const client of [clients[0], holding(before.accessToken)]) expectProblem(await client.get('/v1/me'), 401);
    expectProblem(await refresh(before.refreshToken), 401);
    await withinASecond(async () => expectProblem(await clients[1].get('/v1/me'), 401));
  });
});
