import { expectProblem } from './assertions.js';
import { expectRefused } from './cast.js';
import { describeChanges, etag } from './resource-changes.js';
import { ABSENT, type Actor, school } from './school.js';

export type World = Awaited<ReturnType<typeof school>>;

interface Resource {
  path: string;
  /** A body that creates one, another each time. */
  fresh: (world: World) => Record<string, unknown>;
  /** The properties that have to be there. */
  required: string[];
  /** A change of one, and the next change of the same property. */
  changes: [Record<string, unknown>, Record<string, unknown>];
}

/** What api.md says of every resource: an admin creates one, reads, changes, archives and restores it. */
export function describeResource({ path, fresh, required, changes }: Resource) {
  let world: World;
  let admin: Actor;
  beforeAll(async () => {
    world = await school();
    ({ admin } = world);
  });
  const create = async () => {
    const { body } = await admin.post(path, fresh(world));
    return { admin, id: body.id as string, body, url: `${path}/${body.id}` };
  };

  describe(`POST ${path}`, () => {
    it('answers 201 with Location, ETag and the thing', async () => {
      const sent = fresh(world);
      const { status, headers, body } = await admin.post(path, sent);
      expect({ status, body }).toMatchObject({ status: 201, body: sent });
      expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      for (const instant of [body.createdAt, body.updatedAt]) expect(new Date(instant).toISOString()).toBe(instant);
      expect(headers.get('location')).toBe(`${path}/${body.id}`);
      const read = await admin.get(headers.get('location')!);
      expect(read.body).toEqual(body);
      expect(etag(read)).toBe(headers.get('etag'));
      expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
    });

    it('names each property that is missing or unknown, and writes nothing', async () => {
      expect((await expectRefused(() => admin.post(path, {}), 400)).map((error) => error.split(' ')[0]).sort()).toEqual(
        required.map((name) => `/${name}`).sort(),
      );
      const foreign = 'id schoolId createdAt updatedAt archivedAt version role authorId nonsense'.split(' ');
      for (const name of foreign) {
        expect(await expectRefused(() => admin.post(path, { ...fresh(world), [name]: ABSENT }), 400)).toEqual([
          `/${name} unknown`,
        ]);
      }
      expect(await expectRefused(() => admin.post(`${path}?dryRun=true`, fresh(world)), 400)).toEqual([
        'dryRun unknown',
      ]);
    });
  });

  describe(`GET ${path}/{id}`, () => {
    it('answers 304 to the ETag that it gave', async () => {
      const { url } = await create();
      const tag = etag(await admin.get(url))!;
      for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const answer = await admin.get(url, { headers: { 'if-none-match': sent } });
        expect({ sent, status: answer.status, body: answer.body, etag: etag(answer) }).toEqual({
          sent,
          status: 304,
          body: '',
          etag: tag,
        });
      }
      expect((await admin.get(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
      await admin.patch(url, changes[0]);
      expect((await admin.get(url, { headers: { 'if-none-match': tag } })).status).toBe(200);
      for (const id of ['1', 'x', `${ABSENT}0`]) expectProblem(await admin.get(`${path}/${id}`), 400);
    });
  });

  describeChanges({ path, required, changes, create });
}
