import { randomBytes } from 'node:crypto';
import { expecting500 } from '../support/answers.js';
import { expectProblem } from '../support/assertions.js';
import { app, unique } from '../support/app.js';
import { Client } from '../support/client.js';
import { ABSENT, PASSPHRASE, school } from '../support/school.js';
import { holding } from '../support/session.js';
import { startProcess } from '../support/process.js';

/** A text that is found wherever it turns up, as nothing else is like it. */
const secret = (kind: string) => `${kind}${randomBytes(9).toString('hex')}`;

describe('the log, at its most talkative', () => {
  it('holds no password, token, cookie, header, body, query or personal value of any request, good or bad', async () => {
    const { url, output, line, lines } = await startProcess({ logLevel: 'trace' });
    const { admin, teacher, student, rows } = await school();
    const at = async () => url;
    const told: string[] = [
      PASSPHRASE,
      admin.email,
      teacher.email,
      student.email,
      'Stone',
      'Moreau',
      'Quill',
      'Old Road',
      'nuts',
      '2013-05-17',
      '7946',
    ];
    const tell = <T extends string>(value: T): T => {
      told.push(value);
      return value;
    };
    const word = (kind: string) => tell(secret(kind));
    const nobody = new Client(at);
    const headers = {
      cookie: `session=${word('cookie')}`,
      referer: `https://${word('referer')}.example/`,
      'user-agent': word('agent'),
      'x-forwarded-for': word('forwarded'),
      'x-api-key': word('key'),
      'proxy-authorization': `Basic ${word('proxy')}`,
      'if-match': `"${word('etag')}"`,
    };

    const { body: login } = await nobody.post(
      '/v1/auth/login',
      { email: admin.email, password: PASSPHRASE },
      { headers },
    );
    const { body: other } = await nobody.post('/v1/auth/login', { email: teacher.email, password: PASSPHRASE });
    for (const token of [login.accessToken, login.refreshToken, other.refreshToken])
      for (const part of token.split('.').filter((text: string) => text.length > 40)) tell(part);
    const [asAdmin, asTeacher] = [holding(login.accessToken, at), holding(other.accessToken, at)];
    const person = () => ({
      studentNumber: word('number').slice(0, 32),
      givenName: word('given'),
      familyName: word('family'),
      preferredName: word('preferred'),
      birthDate: tell('2011-11-23'),
      email: `${word('pupil')}@school.example`,
      phone: tell('+44 20 5550 199'),
      address: word('address'),
      medicalNotes: word('medical'),
    });

    const created = await asAdmin.post('/v1/students', person(), { headers });
    expect(created.status).toBe(201);
    const answers = [
      await nobody.post(
        '/v1/auth/login',
        { email: `${word('nobody')}@school.example`, password: word('password') },
        { headers },
      ),
      await nobody.post('/v1/auth/login', { email: word('bademail'), password: [word('password')] }),
      await nobody.post('/v1/auth/login', undefined, { raw: `{"password": "${word('password')}` }),
      await nobody.post('/v1/auth/refresh', { refreshToken: word('refresh') }),
      await nobody.post('/v1/auth/refresh', { refreshToken: other.refreshToken }),
      await nobody.post('/v1/invitations/accept', { token: word('token'), password: word('password') }),
      await nobody.get(`/v1/students?access_token=${word('query')}&q=${word('query')}`, { headers }),
      await nobody.get(`/v1/nowhere/${word('path')}?x=${word('query')}`),
      await nobody.get('/v1/me', { headers: { authorization: `Bearer ${word('bearer')}` } }),
      await nobody.get('/v1/me', {
        headers: { authorization: `Basic ${Buffer.from(`admin:${word('basic')}`).toString('base64')}` },
      }),
      await asTeacher.put('/v1/me/password', { currentPassword: word('password'), newPassword: word('password') }),
      await asTeacher.put('/v1/me/password', { currentPassword: PASSPHRASE, newPassword: word('password') }),
      await asAdmin.post('/v1/students', { ...person(), studentNumber: created.body.studentNumber }),
      await asAdmin.post('/v1/students', { ...person(), gradeLevel: word('grade'), [word('unknown')]: 1 }),
      await asAdmin.patch(`/v1/students/${created.body.id}`, { medicalNotes: word('medical') }),
      await asAdmin.patch(`/v1/students/${created.body.id}`, { medicalNotes: `${word('medical')}\u0000` }),
      await asAdmin.patch(`/v1/students/${created.body.id}`, { familyName: word('family') }, { headers }),
      await asAdmin.get(`/v1/students?q=${word('search')}&cursor=${word('cursor')}`),
      await asAdmin.get(`/v1/students/${word('id')}`),
      await asAdmin.get(`/v1/students/${created.body.id}`, { headers }),
      await asTeacher.post('/v1/articles', { title: word('title'), body: word('body'), audience: 'school' }),
      await asTeacher.get(`/v1/students/${rows.sam.id}`),
      await asAdmin.delete(`/v1/students/${ABSENT}`, { headers }),
      await asAdmin.post('/v1/invitations', { email: teacher.email, role: 'teacher', givenName: word('given') }),
      await asAdmin.get('/v1/members'),
      await asAdmin.post('/v1/auth/logout'),
    ];
    for (const value of ['accessToken', 'refreshToken'])
      for (const { body } of answers) if (body?.[value]) tell(body[value].split('.').at(-1));
    const last = await nobody.get('/livez', { headers: { 'x-request-id': unique('last') } });
    await line({ requestId: last.headers.get('x-request-id') });

    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201, 204, 400, 401, 404, 409, 412]));
    expect(lines().filter(({ route }) => route)).toHaveLength(answers.length + 4);
    const log = output().toLowerCase();
    expect(told.length).toBeGreaterThan(60);
    expect(told.filter((value) => log.includes(value.toLowerCase()))).toEqual([]);
  });

  it('tells of an unexpected error what and where, but not with which values, and its answer not even that', async () => {
    const { url, output, line } = await startProcess();
    const { admin, rows } = await school();
    const { database } = await app();
    await database.$executeRaw`ALTER TABLE "Student" RENAME COLUMN "familyName" TO "surname"`;
    const value = secret('familyName');
    const at = holding(await admin.accessToken(), async () => url);
    const answers = await expecting500(async () => [
      await at.get(`/v1/students?q=${value}`),
      await at.patch(`/v1/students/${rows.sam.id}`, { familyName: value }),
    ]);
    for (const answer of answers) {
      expectProblem(answer, 500);
      expect(Object.keys(answer.body).sort()).toEqual(['detail', 'requestId', 'status', 'title', 'type']);
      expect(JSON.stringify(answer.body)).not.toMatch(/prisma|postgres|column|surname|students\.service/i);
      const { error } = await line({ requestId: answer.body.requestId, level: 50 });
      expect(error).toEqual({ name: expect.any(String), code: expect.any(String), stack: expect.any(Array) });
      await line({ requestId: answer.body.requestId, status: 500 });
    }
    expect(output()).not.toContain(value);
  });
});
