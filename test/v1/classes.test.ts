import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { describeResource } from '../support/resource.js';
import { ABSENT, school, teacherRow } from '../support/school.js';

describeResource({
  path: '/v1/classes',
  fresh: ({ rows }) => ({
    name: unique('Maths'),
    subject: 'Mathematics',
    room: 'B 204',
    description: 'Fractions\nand ratios',
    termId: rows.term.id,
    teacherIds: [rows.tess.id, rows.omar.id].sort(),
  }),
  required: ['name'],
  changes: [{ room: 'B 205' }, { room: 'B 206' }],
});

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});

describe('A class', () => {
  it('has nothing but its name unless told otherwise', async () => {
    const { body } = await world.admin.post('/v1/classes', { name: 'Bare' });
    expect(body).toMatchObject({
      name: 'Bare',
      subject: null,
      room: null,
      description: null,
      termId: null,
      teacherIds: [],
    });
  });

  it('refuses a term or a teacher of another school, or none at all', async () => {
    const { admin, rows } = world;
    const { rows: elsewhere } = await school();
    for (const termId of [elsewhere.term.id, ABSENT]) {
      expect(await expectRefused(() => admin.post('/v1/classes', { name: 'New', termId }), 400)).toEqual([
        '/termId unknown_reference',
      ]);
      expect(await expectRefused(() => admin.patch(`/v1/classes/${rows.maths.id}`, { termId }), 400)).toEqual([
        '/termId unknown_reference',
      ]);
    }
    for (const teacherIds of [[elsewhere.tess.id], [rows.tess.id, ABSENT]]) {
      expect(await expectRefused(() => admin.post('/v1/classes', { name: 'New', teacherIds }), 400)).toEqual([
        '/teacherIds unknown_reference',
      ]);
    }
    for (const teacherIds of ['x', [rows.tess.id, rows.tess.id], ['x'], [null], null]) {
      const errors = await expectRefused(() => admin.post('/v1/classes', { name: 'New', teacherIds }), 400);
      expect(errors.map((error) => error.split(' ')[0])).toEqual(['/teacherIds']);
    }
  });

  it('clears with null what can be cleared; its teachers are changed elsewhere', async () => {
    const { admin, rows } = world;
    const cleared = { subject: null, room: null, description: null, termId: null };
    expect((await admin.patch(`/v1/classes/${rows.art.id}`, cleared)).body).toMatchObject(cleared);
    expect((await expectRefused(() => admin.patch(`/v1/classes/${rows.art.id}`, { name: null }), 400)).length).toBe(1);
    expect(await expectRefused(() => admin.patch(`/v1/classes/${rows.art.id}`, { teacherIds: [] }), 400)).toEqual([
      '/teacherIds unknown',
    ]);
  });

  it('is won by one of many teachers’ changes with the same If-Match at once', async () => {
    const { teacher, rows } = world;
    const path = `/v1/classes/${rows.maths.id}`;
    const headers = { 'if-match': (await teacher.get(path)).headers.get('etag')! };
    const patches = ['a', 'b', 'c', 'd'].map((description) => teacher.patch(path, { description }, { headers }));
    expect((await Promise.all(patches)).map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });
});

describe('PUT and DELETE /v1/classes/{id}/teachers/{teacherId}', () => {
  it('change the class’s teachers and its ETag, once', async () => {
    const { admin, rows } = world;
    const path = `/v1/classes/${rows.maths.id}`;
    const state = async () => {
      const { headers, body } = await admin.get(path);
      return { etag: headers.get('etag'), teacherIds: body.teacherIds };
    };
    const before = await state();
    expect(before.teacherIds).toEqual([rows.tess.id]);
    const { status, body } = await admin.put(`${path}/teachers/${rows.omar.id}`);
    expect([status, body]).toEqual([204, '']);
    const assigned = await state();
    expect(assigned.teacherIds).toEqual([rows.tess.id, rows.omar.id].sort());
    expect(assigned.etag).not.toBe(before.etag);
    expect((await admin.get(path, { headers: { 'if-none-match': before.etag! } })).status).toBe(200);
    await expectRefused(() => admin.patch(path, { room: 'X' }, { headers: { 'if-match': before.etag! } }), 412);

    expect((await admin.put(`${path}/teachers/${rows.omar.id}`)).status).toBe(204);
    expect(await state()).toEqual(assigned);

    expect((await admin.delete(`${path}/teachers/${rows.omar.id}`)).status).toBe(204);
    const unassigned = await state();
    expect(unassigned.teacherIds).toEqual([rows.tess.id]);
    expect([before.etag, assigned.etag]).not.toContain(unassigned.etag);
    await expectRefused(() => admin.delete(`${path}/teachers/${rows.omar.id}`), 404);
  });

  it('take no body and no query', async () => {
    const { admin, rows } = world;
    const path = `/v1/classes/${rows.maths.id}/teachers/${rows.omar.id}`;
    await expectRefused(() => admin.put(path, { role: 'head' }), 400);
    expect(await expectRefused(() => admin.put(`${path}?force=true`), 400)).toEqual(['force unknown']);
    await expectRefused(() => admin.put(`/v1/classes/${rows.maths.id}/teachers/x`), 400);
  });

  it('assign once, of many at once', async () => {
    const { admin, rows } = world;
    const { id } = await teacherRow(rows.schoolId, 'Nora');
    const path = `/v1/classes/${rows.art.id}`;
    const puts = await Promise.all([1, 2, 3, 4].map(() => admin.put(`${path}/teachers/${id}`)));
    expect(puts.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect((await admin.get(path)).body.teacherIds).toEqual([rows.omar.id, id].sort());
  });
});
