import { randomBytes } from 'node:crypto';
import { expecting500 } from '../support/answers.js';
import { expectProblem } from '../support/assertions.js';
import { app, unique } from '../support/app.js';
import { Client } from '../support/client.js';
import { codeOf, forgetSteps } from '../support/factor.js';
import { comeBack, startProvider } from '../support/openid.js';
import { invited } from '../support/outsiders.js';
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
      '20 7946',
      '2079460',
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

  it('holds no key, no token of a program, no second factor and nothing of an outside login', async () => {
    const { accounts, setting } = await startProvider('north', { addressInToken: true });
    const { url, output, line } = await startProcess({ logLevel: 'trace', oidcProviders: [setting] });
    const { admin, teacher } = await school();
    const at = async () => url;
    const [nobody, asAdmin] = [new Client(at), holding(await admin.accessToken(), at)];
    const told: string[] = [];
    const tell = <T extends string>(value: T): T => {
      told.push(value);
      return value;
    };
    const statuses: number[] = [];
    const asked = async (answer: ReturnType<Client['post']>) => {
      const { status, body } = await answer;
      statuses.push(status);
      return body;
    };

    // Keys, and OAuth with them: in a header, in Basic and in a form, good and bad.
    const wanted = { name: 'Timetable', scopes: ['terms:read'] };
    const signing = await asked(asAdmin.post('/v1/api-keys', { ...wanted, requireSignature: true }));
    const first = await asked(asAdmin.post('/v1/api-keys', wanted));
    const next = await asked(asAdmin.post(`/v1/api-keys/${first.id}/rotation`, {}));
    [signing.key, signing.signingSecret, first.key, next.key].forEach(tell);
    const basic = tell(Buffer.from(`${next.id}:${next.key}`).toString('base64'));
    const form = (path: string, fields: Record<string, string>, authorization?: string) =>
      asked(
        nobody.post(path, undefined, {
          raw: String(new URLSearchParams(fields)),
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
        }),
      );
    const grant = { grant_type: 'client_credentials' };
    const { access_token: token } = await form('/oauth/token', grant, `Basic ${basic}`);
    tell(token);
    await form('/oauth/token', { ...grant, client_id: next.id, client_secret: next.key });
    await form('/oauth/token', { ...grant, client_id: next.id, client_secret: tell(secret('client')) });
    await form(
      '/oauth/token',
      { ...grant, [tell(secret('name'))]: 'x', scope: tell(secret('scope')) },
      `Basic ${basic}`,
    );
    await form('/oauth/introspect', { token }, `Basic ${basic}`);
    await form('/oauth/introspect', { token: tell(secret('token')) }, `Basic ${basic}`);
    for (const bearer of [next.key, token, signing.key, `${first.key}x`])
      await asked(holding(bearer, at).get('/v1/terms'));
    await form('/oauth/revoke', { token }, `Basic ${basic}`);

    // Second factors, good and bad.
    const asTeacher = holding(await teacher.accessToken(), at);
    const shown = await asked(asTeacher.post('/v1/me/factors/totp', {}));
    tell(shown.secret);
    await asked(asTeacher.post('/v1/me/factors/totp/confirmation', { code: tell(secret('code')) }));
    const { recoveryCodes } = await asked(asTeacher.post('/v1/me/factors/totp/confirmation', { code: codeOf(shown) }));
    await forgetSteps(shown.id);
    (recoveryCodes as string[]).forEach(tell);
    for (const code of [secret('code'), recoveryCodes[0], codeOf(shown)]) {
      const login = { email: teacher.email, password: PASSPHRASE };
      const { challenge } = await asked(nobody.post('/v1/auth/login', login));
      await asked(nobody.post('/v1/auth/challenge', { challenge: tell(challenge), code: tell(code) }));
    }
    await asked(asTeacher.post('/v1/auth/step-up', { code: recoveryCodes[1] }));
    await asked(asTeacher.post('/v1/auth/step-up', { code: recoveryCodes[1] }));

    // An outside login, good and bad.
    const account = { sub: unique('sub'), email: `${unique('outsider')}@school.example`, email_verified: true };
    accounts.set(account.sub, account);
    await invited(account.email);
    const answer = await comeBack(nobody, 'north', account);
    [answer.transaction, answer.code, answer.state, account.sub, account.email, setting.clientSecret].forEach(tell);
    await asked(nobody.post('/v1/auth/providers/north/login', { ...answer, state: tell(secret('state')) }));
    await asked(nobody.post('/v1/auth/providers/north/login', answer));
    const again = await comeBack(nobody, 'north', account);
    [again.transaction, again.code, again.state].forEach(tell);
    await asked(nobody.post('/v1/auth/providers/north/login', { ...again, code: tell(secret('code')) }));
    const third = await comeBack(nobody, 'north', account);
    [third.transaction, third.code, third.state].forEach(tell);
    const { accessToken } = await asked(nobody.post('/v1/auth/providers/north/login', third));
    tell(accessToken);

    const last = await nobody.get('/livez', { headers: { 'x-request-id': unique('last') } });
    await line({ requestId: last.headers.get('x-request-id') });
    expect(new Set(statuses)).toEqual(new Set([200, 201, 204, 400, 401]));
    const log = output().toLowerCase();
    // Six digits stand within longer numbers by chance.
    const isThere = (value: string) =>
      value.length > 6 ? log.includes(value) : new RegExp(`(?<![\\w.])${value}(?!\\w)`).test(log);
    expect(told).toHaveLength(43);
    expect(told.filter((value) => value.length < 6 || isThere(value.toLowerCase()))).toEqual([]);
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
