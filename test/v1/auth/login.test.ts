import { argon2id, hash } from 'argon2';
import { expectProblem, withoutRequestId } from '../../support/assertions.js';
import { codeOf, enrol } from '../../support/factor.js';
import { Visitor } from '../../support/address.js';
import { app, unique } from '../../support/app.js';
import { member, operator, PASSPHRASE, school } from '../../support/school.js';

const WRONG = 'not the passphrase of anyone';

describe('POST /v1/auth/login', () => {
  it('answers an unknown address, a wrong password and a suspended member alike', async () => {
    const { teacher, student } = await school();
    const { database } = await app();
    await database.membership.update({ where: { id: student.membershipId }, data: { status: 'suspended' } });
    const unknown = await new Visitor().login(`${unique('nobody')}@school.example`);
    expectProblem(unknown, 401);
    expect(unknown.headers.get('www-authenticate')).toBe('Bearer');
    expect(withoutRequestId(await new Visitor().login(teacher.email, WRONG))).toEqual(withoutRequestId(unknown));
    expect(withoutRequestId(await new Visitor().login(student.email))).toEqual(withoutRequestId(unknown));
    expect(await database.session.count({ where: { userId: { in: [teacher.userId, student.userId] } } })).toBe(0);
  });

  it.each([
    [{}, ['/email', '/password']],
    [{ email: 'admin@northwood.example' }, ['/password']],
    [{ email: 'not an address', password: WRONG }, ['/email']],
    [{ email: 'a@b.example', password: '' }, ['/password']],
    [{ email: 'a@b.example', password: 'long '.repeat(52) }, ['/password']],
    [{ email: 'a@b.example', password: WRONG, role: 'admin' }, ['/role']],
    [{ email: 'a@b.example', password: { $ne: '' } }, ['/password']],
    [{ email: 'a@b.example', password: 'a NUL \u0000 in it' }, ['/password']],
  ])('refuses %j as input', async (body, pointers) => {
    const errors = expectProblem(await new Visitor().post('/v1/auth/login', body), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual(pointers);
  });

  it('answers with a pair of tokens and what the user is', async () => {
    const { teacher, rows } = await school();
    const { database } = await app();
    const { status, body, headers } = await new Visitor().login(teacher.email);
    expect(status).toBe(200);
    const { name } = await database.school.findUniqueOrThrow({ where: { id: rows.schoolId } });
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tokenType: 'Bearer',
      expiresIn: 600,
      refreshToken: expect.any(String),
      membership: { id: teacher.membershipId, role: 'teacher', school: { id: rows.schoolId, name } },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await new Visitor().with(body.accessToken).get('/v1/me')).status).toBe(200);
  });

  it('lets the operator in, who has no school', async () => {
    const { email, membershipId } = await operator();
    const { status, body } = await new Visitor().login(email);
    expect(status).toBe(200);
    expect(body.membership).toEqual({ id: membershipId, role: 'operator', school: null });
  });

  it('takes the address in any case, and the password in any form of Unicode', async () => {
    const { admin } = await school();
    const { database } = await app();
    const passwordHash = await hash('ein sehr höfliches Kennwort', {
      type: argon2id,
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
    });
    await database.user.update({ where: { id: admin.userId }, data: { passwordHash } });
    for (const [email, password] of [
      [admin.email.toUpperCase(), 'ein sehr höfliches Kennwort'.normalize('NFC')],
      [admin.email, 'ein sehr höfliches Kennwort'.normalize('NFD')],
    ] as const) {
      expect((await new Visitor().login(email, password)).status).toBe(200);
    }
    expect((await new Visitor().login(admin.email, 'Ein Sehr Höfliches Kennwort')).status).toBe(401);
  });

  it('logs in to another membership when one is suspended', async () => {
    const [here, there] = [await school(), await school()];
    const { database } = await app();
    const both = await member('Both', { schoolId: here.rows.schoolId, role: 'teacher' });
    const second = await database.membership.create({
      data: { schoolId: there.rows.schoolId, userId: both.userId, role: 'guardian', status: 'active' },
    });
    await database.membership.update({ where: { id: both.membershipId }, data: { status: 'suspended' } });
    expect((await new Visitor().login(both.email)).body.membership).toMatchObject({ id: second.id, role: 'guardian' });
    await database.membership.update({ where: { id: second.id }, data: { status: 'suspended' } });
    expectProblem(await new Visitor().login(both.email), 401);
  });

  it('makes the hash anew when its parameters have grown, and never weaker', async () => {
    const { teacher } = await school();
    const { database } = await app();
    const hashOf = async () => (await database.user.findUniqueOrThrow({ where: { id: teacher.userId } })).passwordHash;
    const store = async (memoryCost: number, timeCost: number) =>
      database.user.update({
        where: { id: teacher.userId },
        data: { passwordHash: await hash(PASSPHRASE, { type: argon2id, memoryCost, timeCost, parallelism: 1 }) },
      });
    await store(8_192, 1);
    expectProblem(await new Visitor().login(teacher.email, WRONG), 401);
    expect(await hashOf()).toContain('$m=8192,');
    expect((await new Visitor().login(teacher.email)).status).toBe(200);
    expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$|^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect((await new Visitor().login(teacher.email)).status).toBe(200);
    await store(8_192, 1);
    const factor = await enrol(teacher);
    const visitor = new Visitor();
    const { challenge } = (await visitor.login(teacher.email)).body;
    expect(await hashOf()).toContain('$m=19456,');
    expect((await visitor.post('/v1/auth/challenge', { challenge, code: codeOf(factor) })).status).toBe(200);
    await teacher.delete(`/v1/me/factors/${factor.id}`);
    await store(32_768, 3);
    expect((await new Visitor().login(teacher.email)).status).toBe(200);
    expect(await hashOf()).toContain('$m=32768,');
  });
});
