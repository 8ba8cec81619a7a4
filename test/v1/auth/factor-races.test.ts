import { app } from '../../support/app.js';
import { expectProblem } from '../../support/assertions.js';
import { Client } from '../../support/client.js';
import { codeOf, enrol } from '../../support/factor.js';
import { elsewhere } from '../../support/instances.js';
import { type Actor, anonymous, member, PASSPHRASE } from '../../support/school.js';
import { holding, refresh, session, sessionRow, someone } from '../../support/session.js';

const ROUNDS = 10;
const far = new Client(elsewhere);

const sessionsOf = async ({ userId }: Actor) => (await app()).database.session.count({ where: { userId } });

/** Someone, and an admin of the same school. */
async function colleagues() {
  const actor = await someone();
  const { database } = await app();
  const { schoolId } = await database.membership.findUniqueOrThrow({ where: { id: actor.membershipId } });
  return { actor, admin: await member('Admin', { schoolId, role: 'admin' }) };
}

/** A login that waits for its second factor. */
async function begun(actor: Actor) {
  const factor = await enrol(actor);
  const { challenge } = (await actor.login()).body;
  return { factor, challenge: challenge as string };
}

const meet = (client: Client, challenge: string, code: string) =>
  client.post('/v1/auth/challenge', { challenge, code });

it('one login that is finished by several right codes at once is one session, whichever instance they reach', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const actor = await someone();
    const { factor, challenge } = await begun(actor);
    const before = await sessionsOf(actor);
    const codes = [codeOf(factor), ...factor.recoveryCodes.slice(0, 4)];
    const answers = await Promise.all(codes.map((code, at) => meet(at % 2 ? far : anonymous, challenge, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect(await sessionsOf(actor)).toBe(before + 1);
  }
});

it.each([{ status: 'suspended' }, { role: 'guardian' }])(
  'a login that is finished while its member becomes %j leaves nothing that is of use',
  async (change) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { actor, admin } = await colleagues();
      const { factor, challenge } = await begun(actor);
      const [met, changed] = await Promise.all([
        meet(round % 2 ? far : anonymous, challenge, codeOf(factor)),
        admin.patch(`/v1/members/${actor.membershipId}`, change),
      ]);
      expect(changed.status).toBe(200);
      expect([200, 401]).toContain(met.status);
      if (met.status === 401) continue;
      expectProblem(await holding(met.body.accessToken).get('/v1/me'), 401);
      expectProblem(await refresh(met.body.refreshToken), 401);
    }
  },
);

it('a step-up does not bring back a session that logs out meanwhile', async () => {
  const actor = await someone();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, accessToken, refreshToken } = await session(actor);
    const client = holding(accessToken);
    const [stepUp, logout] = await Promise.all([
      holding(accessToken, round % 2 ? elsewhere : undefined).post('/v1/auth/step-up', { password: PASSPHRASE }),
      client.post('/v1/auth/logout'),
    ]);
    expect([204, 401]).toContain(stepUp.status);
    expect(logout.status).toBe(204);
    expect((await sessionRow(id)).endedAt).not.toBeNull();
    expectProblem(await client.get('/v1/me'), 401);
    expectProblem(await refresh(refreshToken), 401);
  }
});

it.each([{ status: 'suspended' }, { role: 'guardian' }])(
  'a refresh gives nothing that is of use to a member who becomes %j among twenty of them',
  async (change) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { actor, admin } = await colleagues();
      const { refreshToken } = await session(actor);
      const uses = Array.from({ length: 20 }, (_, use) =>
        (use % 2 ? far : anonymous).post('/v1/auth/refresh', { refreshToken }),
      );
      const changed = admin.patch(`/v1/members/${actor.membershipId}`, change);
      const answers = await Promise.all(uses);
      expect((await changed).status).toBe(200);
      expect(answers.filter(({ status }) => status !== 200 && status !== 401)).toEqual([]);
      for (const { body } of answers.filter(({ status }) => status === 200)) {
        expectProblem(await holding(body.accessToken).get('/v1/me'), 401);
        expectProblem(await refresh(body.refreshToken), 401);
      }
    }
  },
);
