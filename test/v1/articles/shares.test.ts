import { expectRefused } from '../../support/cast.js';
import { articleRow, published, school } from '../../support/school.js';

let world: Awaited<ReturnType<typeof school>>;
beforeAll(async () => {
  world = await school();
});
const shares = async (more: object = {}) =>
  `/v1/articles/${(await articleRow(world.teacher, world.rows.schoolId, more)).id}/shares`;

describe('POST /v1/articles/{id}/shares', () => {
  it('answers 201 with Location, ETag and the share', async () => {
    const { teacher, student } = world;
    const path = await shares();
    const { status, headers, body } = await teacher.post(path, { membershipId: student.membershipId });
    expect({ status, body }).toMatchObject({ status: 201, body: { membershipId: student.membershipId } });
    expect(headers.get('location')).toBe(`${path}/${body.id}`);
    const read = await teacher.get(`${path}/${body.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([body, headers.get('etag')]);
    expect((await teacher.get(path)).body.data).toEqual([body]);
    expect(
      (await teacher.get(`${path}/${body.id}`, { headers: { 'if-none-match': headers.get('etag')! } })).status,
    ).toBe(304);
  });

  it('answers 409 to a second one with the same member, also at once', async () => {
    const { teacher, student, guardian } = world;
    const path = await shares();
    const share = (membershipId: string) => teacher.post(path, { membershipId });
    await share(student.membershipId);
    expect(await expectRefused(() => share(student.membershipId), 409)).toEqual(['/membershipId taken']);
    const posts = await Promise.all([1, 2, 3, 4].map(() => share(guardian.membershipId)));
    expect(posts.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('answers 409 for what is published: it has its audience', async () => {
    const path = await shares(published);
    expect(
      await expectRefused(() => world.teacher.post(path, { membershipId: world.student.membershipId }), 409),
    ).toEqual([]);
  });

  it.each([{}, { membershipId: null }, { membershipId: 'x' }, { membershipId: [] }, { userId: 'x' }])(
    'refuses %j',
    async (body) => {
      const path = await shares();
      await expectRefused(() => world.teacher.post(path, body), 400);
    },
  );
});

describe('DELETE /v1/articles/{id}/shares/{shareId}', () => {
  it('takes it back; a stale If-Match does not', async () => {
    const { teacher, student } = world;
    const path = await shares();
    const { body } = await teacher.post(path, { membershipId: student.membershipId });
    const one = `${path}/${body.id}`;
    await expectRefused(() => teacher.delete(one, { headers: { 'if-match': '"9"' } }), 412);
    expect((await teacher.delete(one)).status).toBe(204);
    await expectRefused(() => teacher.delete(one), 404);
    expect((await teacher.get(one)).status).toBe(404);
    expect((await teacher.post(path, { membershipId: student.membershipId })).status).toBe(201);
  });
});
