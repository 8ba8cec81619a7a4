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
