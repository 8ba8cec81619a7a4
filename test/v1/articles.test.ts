import { unique } from '../support/app.js';
import { expectRefused } from '../support/cast.js';
import { describeResource } from '../support/resource.js';
import { articleRow, school } from '../support/school.js';

const fresh = () => ({
  title: unique('News'),
  body: '# Markdown\n\n<script>alert(1)</script> **stays** &amp; `as is`\n',
  audience: 'school',
});

describeResource({
  path: '/v1/articles',
  fresh,
  required: ['title', 'body', 'audience'],
  changes: [{ body: 'Anew.' }, { body: 'And again.' }],
});

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});

describe('An article', () => {
  it('starts as a draft of who writes it, whatever the body says', async () => {
    const { teacher } = world;
    const { body } = await teacher.post('/v1/articles', fresh());
    expect(body).toMatchObject({
      status: 'draft',
      publishedAt: null,
      classId: null,
      author: { id: teacher.membershipId, name: expect.any(String) },
    });
    for (const field of ['status', 'publishedAt', 'author', 'authorId']) {
      expect(
        await expectRefused(() => teacher.post('/v1/articles', { ...fresh(), [field]: 'published' }), 400),
      ).toEqual([`/${field} unknown`]);
      expect(
        await expectRefused(() => teacher.patch(`/v1/articles/${body.id}`, { [field]: 'published' }), 400),
      ).toEqual([`/${field} unknown`]);
    }
  });

  it('has a class if and only if that is its audience, when it is made', async () => {
    const { admin, rows } = world;
    const classId = rows.maths.id;
    for (const audience of [
      { audience: 'class' },
      { audience: 'class', classId: null },
      { audience: 'school', classId },
      { audience: 'staff', classId },
    ]) {
      expect(await expectRefused(() => admin.post('/v1/articles', { ...fresh(), ...audience }), 400)).toEqual([
        '/classId audience',
      ]);
    }
    expect((await admin.post('/v1/articles', { ...fresh(), audience: 'class', classId })).status).toBe(201);
  });

  it('has a class if and only if that is its audience, when it is changed', async () => {
    const { admin, rows } = world;
    const classId = rows.maths.id;
    const forSchool = `/v1/articles/${(await articleRow(admin, rows.schoolId)).id}`;
    const forClass = `/v1/articles/${(await articleRow(admin, rows.schoolId, { audience: 'class', classId })).id}`;
    for (const change of [{ classId }, { audience: 'class' }, { audience: 'staff', classId }]) {
      expect(await expectRefused(() => admin.patch(forSchool, change), 400)).toEqual(['/classId audience']);
    }
    for (const change of [{ classId: null }, { audience: 'school' }, { audience: 'class', classId: null }]) {
      expect(await expectRefused(() => admin.patch(forClass, change), 400)).toEqual(['/classId audience']);
    }
    // The article is judged as it would be, not the patch: of a class it is already.
    expect((await admin.patch(forClass, { audience: 'class' })).body).toMatchObject({ audience: 'class', classId });
    expect((await admin.patch(forSchool, { audience: 'class', classId })).body).toMatchObject({
      audience: 'class',
      classId,
    });
    expect((await admin.patch(forClass, { classId: rows.art.id })).body).toMatchObject({
      audience: 'class',
      classId: rows.art.id,
    });
    expect((await admin.patch(forClass, { audience: 'staff', classId: null })).body).toMatchObject({
      audience: 'staff',
      classId: null,
    });
  });

  it('is not turned by its author to a class that it may not write for', async () => {
    const { teacher, rows } = world;
    const { id } = await articleRow(teacher, rows.schoolId);
    const toArt = { audience: 'class', classId: rows.art.id };
    expect(await expectRefused(() => teacher.patch(`/v1/articles/${id}`, toArt), 400)).toEqual([
      '/classId unknown_reference',
    ]);
    expect((await teacher.patch(`/v1/articles/${id}`, { audience: 'class', classId: rows.maths.id })).status).toBe(200);
  });

  it('clears nothing but the class with null', async () => {
    const { admin, rows } = world;
    const { id } = await articleRow(admin, rows.schoolId);
    for (const field of ['title', 'body', 'audience']) {
      const errors = await expectRefused(() => admin.patch(`/v1/articles/${id}`, { [field]: null }), 400);
      expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
    }
  });

  it.each([
    ['title', 'x'.repeat(201)],
    ['title', ''],
    ['title', 'A\nB'],
    ['body', ''],
    ['body', 'x'.repeat(50_001)],
    ['body', 'A\u0007B'],
    ['audience', 'everyone'],
  ])('refuses %s %.10j', async (field, value) => {
    const errors = await expectRefused(() => world.admin.post('/v1/articles', { ...fresh(), [field]: value }), 400);
    expect(errors.map((error) => error.split(' ')[0])).toEqual([`/${field}`]);
  });
});
