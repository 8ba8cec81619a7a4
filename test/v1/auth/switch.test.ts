import { decodeJwt } from 'jose';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { app } from '../../support/app.js';
import { ABSENT, anonymous, member, school } from '../../support/school.js';
import { holding, refresh, session, sessionRow } from '../../support/session.js';

const HOUR = 3_600_000;

/** A guardian in one school who is a teacher in another. */
async function both() {
  const [here, there] = [await school(), await school()];
  const { database } = await app();
  const actor = await member('Both', { schoolId: here.rows.schoolId, role: 'guardian' });
  const data = {
    schoolId: there.rows.schoolId,
    userId: actor.userId,
    role: 'teacher' as const,
    status: 'active' as const,
  };
  const second = await database.membership.create({ data });
  return { actor, here, there, second };
}

const switchTo = (accessToken: string, membershipId: unknown) =>
  holding(accessToken).post('/v1/auth/switch', { membershipId });

describe('POST /v1/auth/switch', () => {
  it('needs a credential, and an id', async () => {
    expectProblem(await anonymous.post('/v1/auth/switch', { membershipId: ABSENT }), 401);
    const { teacher } = await school();
    for (const body of [{}, { membershipId: 'x' }, { membershipId: null }, { membershipId: ABSENT, role: 'admin' }]) {
      expectProblem(await teacher.post('/v1/auth/switch', body), 400);
    }
  });

  it('is 404 alike for an absent membership, another user’s, a suspended one and an invitation, and changes nothing', async () => {
    const { actor, there, second } = await both();
    const { database } = await app();
    const { accessToken, id } = await session(actor);
    await database.membership.update({ where: { id: second.id }, data: { status: 'suspended' } });
    const invitation = { schoolId: there.rows.schoolId, invitedEmail: actor.email, role: 'student' as const };
    const invited = await database.membership.create({ data: invitation });
    const absent = await switchTo(accessToken, ABSENT);
    expectProblem(absent, 404);
    for (const membershipId of [there.admin.membershipId, second.id, invited.id]) {
      expect(withoutRequestId(await switchTo(accessToken, membershipId))).toEqual(withoutRequestId(absent));
    }
    expect(await sessionRow(id)).toMatchObject({ membershipId: actor.membershipId, endedAt: null });
  });

  it('gives an access token for the other membership, in which a refresh stays', async () => {
    const { actor, here, there, second } = await both();
    const { accessToken, refreshToken, id } = await session(actor);
    const { status, body } = await switchTo(accessToken, second.id);
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
      membership: { id: second.id, role: 'teacher', school: { id: there.rows.schoolId, name: expect.any(String) } },
    });
    expect(decodeJwt(body.accessToken)).toMatchObject({
      sid: id,
      mid: second.id,
      role: 'teacher',
      school: there.rows.schoolId,
    });
    expect((await holding(body.accessToken).get('/v1/school')).body.id).toBe(there.rows.schoolId);
    expectProblem(await holding(body.accessToken).get(`/v1/students/${here.rows.sam.id}`), 404);
    const { body: renewed } = await refresh(refreshToken);
    expect(decodeJwt(renewed.accessToken)).toMatchObject({ sid: id, mid: second.id, role: 'teacher' });
    expect((await holding(renewed.accessToken).get('/v1/me')).body.membership.id).toBe(second.id);
  });

  it('and back', async () => {
    const { actor, second } = await both();
    const { accessToken } = await session(actor);
    const { body } = await switchTo(accessToken, second.id);
    const { body: back } = await switchTo(body.accessToken, actor.membershipId);
    expect(back.membership).toMatchObject({ id: actor.membershipId, role: 'guardian' });
    expect((await holding(back.accessToken).get('/v1/me')).body.membership.id).toBe(actor.membershipId);
  });

  it('shortens the session’s life to what the new role allows, and never lengthens it', async () => {
    const { actor, second } = await both();
    const { accessToken, id } = await session(actor);
    const { body } = await switchTo(accessToken, second.id);
    const lives = async () => {
      const { createdAt, expiresAt, idleExpiresAt } = await sessionRow(id);
      return [expiresAt, idleExpiresAt].map((at) => Math.round((at.getTime() - createdAt.getTime()) / HOUR));
    };
    expect(await lives()).toEqual([12, 2]);
    await switchTo(body.accessToken, actor.membershipId);
    expect(await lives()).toEqual([12, 2]);
  });

  it('leaves the session with the new membership when the old one is suspended, but not its old token', async () => {
    const { actor, here, second } = await both();
    const { accessToken, refreshToken } = await session(actor);
    const { body } = await switchTo(accessToken, second.id);
    await here.admin.patch(`/v1/members/${actor.membershipId}`, { status: 'suspended' });
    expect((await holding(body.accessToken).get('/v1/me')).status).toBe(200);
    expect((await holding(accessToken).get('/v1/me')).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});
