import { app } from '../../support/app.js';
import { expectProblem } from '../../support/assertions.js';
import { Visitor } from '../../support/address.js';
import { codeOf, enrol, forgetSteps, wrongCodeOf } from '../../support/factor.js';
import { expectWaiting, stretchWait } from '../../support/failures.js';
import { ABSENT, type Actor, anonymous, PASSPHRASE, school } from '../../support/school.js';
import { growOld, holding, leaveOpen, session, sessionIdOf, sessionRow, someone } from '../../support/session.js';

const WRONG = 'not the passphrase of anyone';

async function stale(actor: Actor): Promise<Actor> {
  await leaveOpen(await actor.accessToken());
  return actor;
}

describe('with a password that was used ten minutes ago', () => {
  it.each([
    ['POST', '/v1/me/factors/totp', {}],
    ['POST', '/v1/me/factors/totp/confirmation', { code: '000000' }],
    ['DELETE', `/v1/me/factors/${ABSENT}`, undefined],
    ['POST', '/v1/me/recovery-codes', undefined],
    ['PUT', '/v1/me/password', { currentPassword: PASSPHRASE, newPassword: 'seven quiet herons at dawn' }],
    ['PUT', '/v1/me/email', { currentPassword: PASSPHRASE, email: 'another@school.example' }],
    ['PATCH', `/v1/members/${ABSENT}`, { role: 'teacher' }],
    ['POST', '/v1/invitations', { email: 'new@school.example', role: 'guardian' }],
    ['PUT', '/v1/school/factor-requirement', undefined],
    ['DELETE', '/v1/school/factor-requirement', undefined],
    ['GET', '/v1/students', undefined],
  ])('%s %s asks for a newer one', async (method, path, body) => {
    const admin = await stale((await school()).admin);
    const answer = await admin.request(method, path, body);
    expectProblem(answer, 401);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", max_age="600"',
    );
    expect((await admin.post('/v1/auth/step-up', { password: PASSPHRASE })).status).toBe(204);
    expect((await admin.request(method, path, body)).status).not.toBe(401);
  });

  it('nothing is asked of one that is half a minute newer', async () => {
    const { id, accessToken } = await session(await someone());
    await growOld(id, 570);
    expect((await holding(accessToken).post('/v1/me/factors/passkeys/options')).status).toBe(200);
  });

  it('everything else goes on', async () => {
    const { admin, rows } = await school();
    await stale(admin);
    for (const path of ['/v1/me', '/v1/me/factors', '/v1/members', '/v1/teachers', `/v1/students/${rows.sam.id}`])
      expect((await admin.get(path)).status).toBe(200);
  });
});

describe('POST /v1/auth/step-up', () => {
  it('needs a credential', async () => {
    expectProblem(await anonymous.post('/v1/auth/step-up', { password: PASSPHRASE }), 401);
  });

  it.each([[{}], [{ password: PASSPHRASE, code: '000000' }]])('refuses %j', async (body) => {
    expect(expectProblem(await (await someone()).post('/v1/auth/step-up', body), 400)).toEqual(['/code either']);
  });

  it('takes no code of who has no factor, and no password of who has one', async () => {
    const [with_, without] = [await someone(), await someone()];
    await enrol(with_);
    await stale(with_);
    expect(expectProblem(await without.post('/v1/auth/step-up', { code: '000000' }), 400)).toEqual(['/code no_factor']);
    expect(expectProblem(await with_.post('/v1/auth/step-up', { password: PASSPHRASE }), 400)).toEqual([
      '/password factor',
    ]);
    expectProblem(await with_.post('/v1/me/recovery-codes'), 401);
  });

  it.each(['code', 'password'])('counts a wrong %s like a failed login', async (field) => {
    const actor = await someone();
    const factor = field === 'code' ? await enrol(actor) : undefined;
    await stale(actor);
    const visitor = new Visitor(undefined, await actor.accessToken());
    const [wrong, right] = factor ? [wrongCodeOf(factor), codeOf(factor)] : [WRONG, PASSPHRASE];
    for (let i = 0; i < 5; i += 1)
      expect(expectProblem(await visitor.post('/v1/auth/step-up', { [field]: wrong }), 400)).toEqual([
        `/${field} wrong`,
      ]);
    expect(await stretchWait(actor.email)).toBe(1);
    expectWaiting(await visitor.post('/v1/auth/step-up', { [field]: right }));
    expectWaiting(await new Visitor().login(actor.email));
    expectProblem(await actor.post('/v1/me/recovery-codes'), 401);
  });

  it('by a code is felt at once, and the code is used', async () => {
    const actor = await someone();
    const factor = await enrol(actor);
    await stale(actor);
    const code = codeOf(factor);
    expect((await actor.post('/v1/auth/step-up', { code })).status).toBe(204);
    expect((await actor.post('/v1/me/recovery-codes')).status).toBe(201);
    expectProblem(await actor.post('/v1/auth/step-up', { code }), 400);
    await forgetSteps(factor.id);
    const { factorAt, authenticatedAt } = await sessionRow(sessionIdOf(await actor.accessToken()));
    expect(factorAt).toEqual(authenticatedAt);
  });
});

describe('the medical notes of a whole school', () => {
  it('are left out of a list that excludes them, which needs no step-up', async () => {
    const admin = await stale((await school()).admin);
    const { status, body } = await admin.get('/v1/students?exclude=medicalNotes');
    expect(status).toBe(200);
    expect(body.data.length).toBeGreaterThan(0);
    for (const row of body.data) expect(row).not.toHaveProperty('medicalNotes');
    expectProblem(await admin.get('/v1/students?exclude=birthDate'), 400);
  });

  it('are not what a guardian reads of the own children', async () => {
    const guardian = await stale((await school()).guardian);
    const { status, body } = await guardian.get('/v1/students');
    expect(status).toBe(200);
    expect(body.data[0].medicalNotes).toBe('Allergic to nuts');
  });
});

it.each([
  ['POST', '/v1/auth/step-up', { password: PASSPHRASE }, '/password'],
  [
    'PUT',
    '/v1/me/password',
    { currentPassword: PASSPHRASE, newPassword: 'seven quiet herons at dawn' },
    '/currentPassword',
  ],
  ['PUT', '/v1/me/email', { currentPassword: PASSPHRASE, email: 'another@school.example' }, '/currentPassword'],
])('%s %s tells an account without a password so, and counts no failure', async (method, path, body, pointer) => {
  const actor = await someone();
  await actor.accessToken();
  const { database } = await app();
  await database.user.update({ where: { id: actor.userId }, data: { passwordHash: null } });
  for (let time = 1; time <= 7; time += 1)
    expect(expectProblem(await actor.request(method, path, body), 400)).toEqual([`${pointer} no_password`]);
});
