import { everyItem } from '../../apps/client/src/every-item.js';
import type { StudentView } from '../../apps/client/src/generated/types.gen.js';
import { dataOf, ProblemError } from '../../apps/client/src/problem.js';
import { app, startApp } from '../support/app.js';
import { ABSENT, school, studentRow } from '../support/school.js';
import { homeroom, homeroomOf } from './homeroom.js';

const where = (errors: { pointer?: string; parameter?: string; code: string }[] = []) =>
  errors.map(({ pointer, parameter, code }) => `${pointer ?? parameter} ${code}`);

it('names the properties that may not be written', async () => {
  const { student, rows } = await school();
  const { client } = await homeroomOf(student);
  const { error } = await client.students.update({
    path: { id: rows.sam.id },
    body: { preferredName: 'Sammy', gradeLevel: 9, medicalNotes: null },
  });
  if (error?.type !== '/problems/forbidden') throw new Error('It was not forbidden.');
  expect(where(error.errors).toSorted()).toEqual(['/gradeLevel forbidden', '/medicalNotes forbidden']);
});

it('does not find what is not there, and finds what is again only if it has changed', async () => {
  const { admin, rows } = await school();
  const { client } = await homeroomOf(admin);
  const { error } = await client.students.findOne({ path: { id: ABSENT } });
  expect(error).toMatchObject({ type: '/problems/not-found', status: 404 });
  const path = { id: rows.sam.id };
  const { response } = await client.students.findOne({ path });
  const again = await client.students.findOne({ path, headers: { 'If-None-Match': response.headers.get('ETag')! } });
  expect([again.response.status, again.data]).toEqual([304, undefined]);
});

it('points at what is wrong in a body and in a query', async () => {
  const { client } = await homeroomOf((await school()).admin);
  const wrong = await client.terms.create({ body: { name: '', startsOn: '2026-02-30', endsOn: '2026-12-18' } });
  expect(wrong.error?.type).toBe('/problems/invalid-input');
  expect(where(wrong.error?.errors).map((each) => each.split(' ')[0])).toEqual(['/name', '/startsOn']);
  const list = await client.terms.findMany({ query: { limit: 101 } });
  expect(where(list.error?.errors).map((each) => each.split(' ')[0])).toEqual(['limit']);
});

it('says how long to wait', async () => {
  const { config } = await app();
  const one = [{ limit: 1, seconds: 60 }];
  const { url } = await startApp({
    databaseUrl: config.databaseUrl,
    rateLimits: { user: one, anonymous: one, login: one },
  });
  const { client } = await homeroom(url);
  expect((await client.jwks.findOne()).error).toBeUndefined();
  const { error, response } = await client.jwks.findOne();
  expect(error?.type).toBe('/problems/too-many-requests');
  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
});

it('carries a record through its life', async () => {
  const { client } = await homeroomOf((await school()).admin);
  const made = await client.terms.create({ body: { name: 'Spring', startsOn: '2027-01-04', endsOn: '2027-03-26' } });
  const { id } = dataOf(made);
  const path = { id };
  expect(made.response.headers.get('Location')).toBe(`/v1/terms/${id}`);

  const read = await client.terms.findOne({ path });
  expect(read.data).toEqual(made.data);
  const headers = { 'If-Match': read.response.headers.get('ETag')! };
  expect(dataOf(await client.terms.update({ path, headers, body: { name: 'Lent' } })).name).toBe('Lent');
  const stale = await client.terms.update({ path, headers, body: { name: 'Hilary' } });
  expect(stale.error).toMatchObject({ type: '/problems/precondition-failed', status: 412 });
  expect((await client.terms.remove({ path, headers })).error?.status).toBe(412);

  dataOf(await client.terms.remove({ path }));
  expect((await client.terms.findOne({ path })).error?.type).toBe('/problems/not-found');
  expect(dataOf(await client.terms.restore({ path })).name).toBe('Lent');
});

describe('every item of a list', () => {
  it('comes once, page by page, when it is asked for', async () => {
    const { admin, rows } = await school();
    for (const name of ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva']) await studentRow(rows.schoolId, name);
    const { client, sent } = await homeroomOf(admin);
    const students = everyItem((cursor) =>
      client.students.findMany({ query: { limit: 3, sort: 'createdAt', cursor } }),
    );
    const found: StudentView[] = [];
    for await (const student of students) {
      found.push(student);
      expect(sent.length).toBe(Math.ceil(found.length / 3));
    }
    expect(found.map(({ givenName }) => givenName)).toEqual(['Sam', 'Tim', 'Ada', 'Ben', 'Cleo', 'Dan', 'Eva']);
    expect(sent.length).toBe(3);
  });

  it('ends with the problem that a page answers', async () => {
    const { client } = await homeroomOf((await school()).student);
    const teachers = everyItem((cursor) => client.teachers.findMany({ query: { cursor } }));
    const refused = await teachers.next().catch((error: unknown) => error);
    expect((refused as ProblemError).problem.type).toBe('/problems/forbidden');
  });
});
