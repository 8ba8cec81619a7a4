import { app } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { converse, exchange, request } from '../support/raw.js';
import { anonymous, articleRow, school } from '../support/school.js';

const LIMIT = 100 * 1024;
const term = { name: 'Spring', startsOn: '2027-01-11', endsOn: '2027-03-26' };
/** A term as JSON of exactly so many bytes. */
const padded = (bytes: number) => JSON.stringify(term).padEnd(bytes);

describe('size', () => {
  it('takes a body of 100 KiB, and refuses one byte more with 413', async () => {
    const { admin } = await school();
    expect((await admin.post('/v1/terms', undefined, { raw: padded(LIMIT) })).status).toBe(201);
    expectProblem(await admin.post('/v1/terms', undefined, { raw: padded(LIMIT + 1) }), 413);
    expect(await admin.all('/v1/terms')).toHaveLength(2);
  });

  it('counts a body that comes in chunks without a length', async () => {
    const { admin } = await school();
    const chunked = (bytes: number) => `${bytes.toString(16)}\r\n${padded(bytes)}\r\n0\r\n\r\n`;
    const lines = [
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      `Authorization: Bearer ${await admin.accessToken()}`,
    ];
    expect((await exchange(request('POST /v1/terms', lines, chunked(LIMIT)))).status).toBe(201);
    expectProblem(await exchange(request('POST /v1/terms', lines, chunked(LIMIT + 1))), 413);
    expect(await admin.all('/v1/terms')).toHaveLength(2);
  });

  it('refuses by the announced length before the body has come', async () => {
    expectProblem(
      await exchange(request('POST /v1/terms', ['Content-Type: application/json', 'Content-Length: 1000000000'])),
      413,
    );
  });

  it('refuses a size before it asks who is there, which path it is, or what is in it', async () => {
    const raw = Buffer.alloc(LIMIT + 1);
    for (const path of ['/v1/terms', '/v1/auth/login', '/v1/nowhere'])
      expectProblem(await anonymous.post(path, undefined, { raw }), 413);
  });
});

describe('media type', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'application/json-patch+json',
    'application/vnd.api+json',
    'text/json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; profile=x',
    'json',
    '*/*',
    'a/b/c',
    'application/merge-patch+json',
  ])('refuses %s with 415', async (type) => {
    const { admin } = await school();
    for (const client of [admin, anonymous]) {
      expectProblem(await client.post('/v1/terms', term, { headers: { 'content-type': type } }), 415);
    }
    expect(await admin.all('/v1/terms')).toHaveLength(1);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'Application/JSON',
  ])('takes %s', async (type) => {
    const { admin } = await school();
    expect((await admin.post('/v1/terms', term, { headers: { 'content-type': type } })).status).toBe(201);
  });

  it('takes a merge patch for PATCH alone', async () => {
    const { admin, rows } = await school();
    const headers = { 'content-type': 'application/merge-patch+json' };
    expect((await admin.patch(`/v1/terms/${rows.term.id}`, { name: 'Fall' }, { headers })).status).toBe(200);
    expectProblem(await admin.put('/v1/me/password', { currentPassword: 'x', newPassword: 'y' }, { headers }), 415);
  });

  it('refuses a body without a type', async () => {
    const body = JSON.stringify(term);
    expectProblem(await exchange(request('POST /v1/terms', [`Content-Length: ${body.length}`], body)), 415);
  });
});

describe('syntax', () => {
  const bytes = (...parts: (string | number)[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));
  it.each<[string, string | Buffer]>([
    ['blanks', '  \r\n'],
    ['half an object', '{"name":'],
    ['two objects', '{}{}'],
    ['a comment', '{/* */}'],
    ['single quotes', "{'name':'a'}"],
    ['a comma too many', '{"name":"a",}'],
    ['NaN', '{"name":NaN}'],
    ['Infinity', '{"name":-Infinity}'],
    ['a raw line break in a string', '{"name":"a\nb"}'],
    ['a raw U+0000', '{"name":"a\0"}'],
    ['UTF-8 that is broken', bytes('{"name":"', 0xff, '"}')],
    ['an overlong encoding', bytes('{"name":"', 0xc0, 0xaf, '"}')],
    ['a surrogate in UTF-8', bytes('{"name":"', 0xed, 0xa0, 0x80, '"}')],
    ['UTF-16', Buffer.from('{"name":"a"}', 'utf16le')],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['__proto__ in escapes', '{"\\u005f_proto__":{"admin":true}}'],
    ['a constructor with a prototype', '{"constructor":{"prototype":{"admin":true}}}'],
    ['20,000 open brackets', '['.repeat(20_000)],
  ])('refuses %s with 400, whoever sends it', async (_, raw) => {
    const { admin, student } = await school();
    for (const client of [anonymous, student, admin]) {
      const [fault] = expectProblem(await client.post('/v1/terms', undefined, { raw }), 400);
      expect(fault).toMatch(/^ (json|object)$/);
    }
    expect(await admin.all('/v1/terms')).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['45,000 nested lists', `${'['.repeat(45_000)}${']'.repeat(45_000)}`],
    ['10,000 nested objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['a deep value', `{"name":${'['.repeat(40_000)}${']'.repeat(40_000)}}`],
    ['9,000 properties', JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`p${i}`, 1])))],
  ])('refuses %s, which is well-formed, with 400 once the role is right', async (_, raw) => {
    const { admin, student } = await school();
    expectProblem(await anonymous.post('/v1/terms', undefined, { raw }), 401);
    expectProblem(await student.post('/v1/terms', undefined, { raw }), 403);
    expectProblem(await admin.post('/v1/terms', undefined, { raw }), 400);
  });

  it('takes a byte order mark, and the last of two properties with one name', async () => {
    const { admin } = await school();
    const raw = `\ufeff{"name":"First","name":"Last","startsOn":"2027-01-11","endsOn":"2027-03-26"}`;
    expect((await admin.post('/v1/terms', undefined, { raw })).body.name).toBe('Last');
  });

  it('leaves the prototypes of the program alone', () => {
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('a body where none is taken', () => {
  it('is refused on DELETE and on PUT of a state, and nothing happens', async () => {
    const { admin, rows } = await school();
    const article = await articleRow(admin, rows.schoolId);
    expectProblem(await admin.request('DELETE', `/v1/terms/${rows.term.id}`, { force: true }), 400);
    expectProblem(await admin.put(`/v1/articles/${article.id}/publication`, { at: 'once' }), 400);
    const { database } = await app();
    expect(await database.term.findUnique({ where: { id: rows.term.id } })).toMatchObject({ archivedAt: null });
    expect(await database.article.findUnique({ where: { id: article.id } })).toMatchObject({ status: 'draft' });
  });

  it('is 415 on DELETE too, if it is not JSON', async () => {
    const { admin, rows } = await school();
    expectProblem(
      await admin.request('DELETE', `/v1/terms/${rows.term.id}`, undefined, {
        raw: 'x',
        headers: { 'content-type': 'text/plain' },
      }),
      415,
    );
  });

  it('is taken for nothing when it is empty, whatever type is given for it', async () => {
    const { admin, rows } = await school();
    expect(
      (await admin.delete(`/v1/terms/${rows.term.id}`, { headers: { 'content-type': 'application/json' } })).status,
    ).toBe(204);
    expect(
      (
        await admin.request('DELETE', `/v1/terms/${rows.term.id}/archival`, undefined, {
          headers: { 'content-length': '0' },
        })
      ).status,
    ).toBe(200);
  });

  it('means nothing on GET, and the connection goes on', async () => {
    const one =
      'GET /livez HTTP/1.1\r\nHost: homeroom.test\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a": 1} ';
    expect((await converse(one + request('GET /livez'))).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });
});
