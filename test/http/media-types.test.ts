import { gzipSync } from 'node:zlib';
import { expectProblem } from '../support/assertions.js';
import { exchange, request } from '../support/raw.js';
import { anonymous, school } from '../support/school.js';

const term = { name: 'Spring', startsOn: '2027-01-11', endsOn: '2027-03-26' };

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

// A small body could become a large one; and what isn't unpacked isn't the JSON that its type says.
it.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x'])(
  'refuses a body in the encoding %s with 415',
  async (encoding) => {
    const { admin } = await school();
    const headers = { 'content-encoding': encoding };
    for (const raw of [gzipSync(JSON.stringify(term)), JSON.stringify(term)])
      expectProblem(await admin.post('/v1/terms', undefined, { raw, headers }), 415);
    expect(await admin.all('/v1/terms')).toHaveLength(1);
  },
);

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
