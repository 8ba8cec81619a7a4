import { expectProblem } from '../support/assertions.js';
import { Visitor } from '../support/address.js';
import { app } from '../support/app.js';
import { codeOf, enrol } from '../support/factor.js';
import { operator, school } from '../support/school.js';

const REQUIREMENT = '/v1/school/factor-requirement';

describe('a school that requires a second factor of its staff', () => {
  it('is one because its admin says so, and nobody else', async () => {
    const { teacher, student, guardian, anonymous, rows } = await school();
    const { database } = await app();
    for (const actor of [teacher, student, guardian]) {
      expectProblem(await actor.put(REQUIREMENT), 403);
      expectProblem(await actor.delete(REQUIREMENT), 403);
    }
    expectProblem(await anonymous.put(REQUIREMENT), 401);
    expectProblem(await anonymous.delete(REQUIREMENT), 401);
    expectProblem(await (await operator()).put(REQUIREMENT), 404);
    expectProblem(await (await operator()).delete(REQUIREMENT), 404);
    expect((await database.school.findUniqueOrThrow({ where: { id: rows.schoolId } })).staffFactorRequired).toBe(false);
  });

  it('honours If-Match', async () => {
    const { admin } = await school();
    expectProblem(await admin.request('PUT', REQUIREMENT, undefined, { headers: { 'If-Match': '"99"' } }), 412);
    expectProblem(await admin.request('DELETE', REQUIREMENT, undefined, { headers: { 'If-Match': '"99"' } }), 412);
    expect((await admin.get('/v1/school')).body.staffFactorRequired).toBe(false);
  });

  it('lets staff do nothing but their own things until they use one, from the next request on', async () => {
    const { admin, teacher, student, guardian, rows } = await school();
    for (const actor of [teacher, student, guardian]) expect((await actor.get('/v1/terms')).status).toBe(200);
    await enrol(admin);
    const { status, body } = await admin.put(REQUIREMENT);
    expect(status).toBe(200);
    expect(body.staffFactorRequired).toBe(true);
    for (const path of ['/v1/terms', '/v1/school', '/v1/students', `/v1/students/${rows.sam.id}`]) {
      const refused = await teacher.get(path);
      expectProblem(refused, 403);
      expect(refused.body.detail).toMatch(/second factor/);
    }
    for (const path of ['/v1/me', '/v1/auth/sessions', '/v1/me/factors'])
      expect((await teacher.get(path)).status).toBe(200);
    for (const actor of [admin, student, guardian]) expect((await actor.get('/v1/terms')).status).toBe(200);

    const factor = await enrol(teacher);
    expect((await teacher.get('/v1/terms')).status).toBe(200);
    const visitor = new Visitor();
    const { challenge } = (await visitor.login(teacher.email)).body;
    const { accessToken } = (await visitor.post('/v1/auth/challenge', { challenge, code: codeOf(factor) })).body;
    expect((await visitor.with(accessToken).get('/v1/terms')).status).toBe(200);
  });

  it('keeps the last factor of its staff, and of nobody else', async () => {
    const { admin, teacher, student } = await school();
    const [ofAdmin, ofTeacher, ofStudent] = [await enrol(admin), await enrol(teacher), await enrol(student)];
    await admin.put(REQUIREMENT);
    expectProblem(await teacher.delete(`/v1/me/factors/${ofTeacher.id}`), 409);
    expectProblem(await admin.delete(`/v1/me/factors/${ofAdmin.id}`), 409);
    expect((await student.delete(`/v1/me/factors/${ofStudent.id}`)).status).toBe(204);
    const second = await enrol(teacher);
    const both = await Promise.all([ofTeacher, second].map(({ id }) => teacher.delete(`/v1/me/factors/${id}`)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    expect((await admin.delete(REQUIREMENT)).body.staffFactorRequired).toBe(false);
    expect((await admin.delete(`/v1/me/factors/${ofAdmin.id}`)).status).toBe(204);
  });
});
