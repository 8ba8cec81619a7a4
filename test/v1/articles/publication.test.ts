import { expectRefused } from '../../support/cast.js';
import { articleRow, school } from '../../support/school.js';

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});
const draft = async () => `/v1/articles/${(await articleRow(world.teacher, world.rows.schoolId)).id}`;

describe('PUT and DELETE /v1/articles/{id}/publication', () => {
  it('publish and take back, and answer the article with its ETag', async () => {
    const { teacher, student } = world;
    const path = await draft();
    const before = Date.now();
    const put = await teacher.put(`${path}/publication`);
    expect(put).toMatchObject({ status: 200, body: { status: 'published', publishedAt: expect.any(String) } });
    const publishedAt = Date.parse(put.body.publishedAt);
    expect(publishedAt).toBeGreaterThanOrEqual(before);
    expect(publishedAt).toBeLessThanOrEqual(Date.now());
    const read = await student.get(path);
    expect([read.body, read.headers.get('etag')]).toEqual([put.body, put.headers.get('etag')]);

    const taken = await teacher.delete(`${path}/publication`);
    expect(taken).toMatchObject({ status: 200, body: { status: 'draft', publishedAt: null } });
    expect((await student.get(path)).status).toBe(404);
    expect((await teacher.get(path)).headers.get('etag')).toBe(taken.headers.get('etag'));
  });

  it('change nothing when repeated', async () => {
    const { teacher } = world;
    const path = await draft();
    for (const method of ['put', 'delete'] as const) {
      const first = await teacher[method](`${path}/publication`);
      const again = await teacher[method](`${path}/publication`);
      expect([again.status, again.body, again.headers.get('etag')]).toEqual([
        200,
        first.body,
        first.headers.get('etag'),
      ]);
    }
  });

  it('are refused with a stale If-Match, and write nothing', async () => {
    const { teacher } = world;
    const path = await draft();
    const stale = { headers: { 'if-match': (await teacher.get(path)).headers.get('etag')! } };
    await teacher.patch(path, { title: 'Changed' });
    await expectRefused(() => teacher.put(`${path}/publication`, undefined, stale), 412);
    await teacher.put(`${path}/publication`);
    await expectRefused(() => teacher.delete(`${path}/publication`, stale), 412);
    // Also where it is so already.
    await expectRefused(() => teacher.put(`${path}/publication`, undefined, stale), 412);
  });

  it('keep the moment when many publish at once', async () => {
    const { teacher } = world;
    const path = await draft();
    const answers = await Promise.all([1, 2, 3, 4].map(() => teacher.put(`${path}/publication`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.publishedAt)).size).toBe(1);
  });

  it('take no body', async () => {
    const path = await draft();
    await expectRefused(
      () => world.teacher.put(`${path}/publication`, { publishedAt: '2020-01-01T00:00:00.000Z' }),
      400,
    );
  });

  it('keep the title and the rest of a published article open to its author', async () => {
    const { teacher } = world;
    const path = await draft();
    const { body } = await teacher.put(`${path}/publication`);
    const patched = await teacher.patch(path, { title: 'A better title' });
    expect(patched.body).toMatchObject({ title: 'A better title', status: 'published', publishedAt: body.publishedAt });
  });
});
