import { expectProblem } from './assertions.js';
import { contents, expectRefused } from './cast.js';
import type { Answer } from './client.js';
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
export function describeResource({ path, fresh, required, changes: [change, nextChange] }: Resource) {
  let world: World;
  let admin: Actor;
  beforeAll(async () => {
    world = await school();
    ({ admin } = world);
  });
  const create = async () => {
    const { body } = await admin.post(path, fresh(world));
    return { id: body.id as string, body, url: `${path}/${body.id}` };
  };
  const ifMatch = (tag: string) => ({ headers: { 'if-match': tag } });
  const etag = (answer: Answer) => answer.headers.get('etag');

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
      const foreign = [
        'id',
        'schoolId',
        'createdAt',
        'updatedAt',
        'archivedAt',
        'version',
        'role',
        'authorId',
        'nonsense',
      ];
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
      await admin.patch(url, change);
      expect((await admin.get(url, { headers: { 'if-none-match': tag } })).status).toBe(200);
      for (const id of ['1', 'x', `${ABSENT}0`]) expectProblem(await admin.get(`${path}/${id}`), 400);
    });
  });

  describe(`PATCH ${path}/{id}`, () => {
    it.each(['application/json', 'application/merge-patch+json'])(
      'changes what is named and nothing else, as %s',
      async (type) => {
        const { url, body } = await create();
        const patched = await admin.patch(url, change, { headers: { 'content-type': type } });
        expect({ status: patched.status, body: patched.body }).toEqual({
          status: 200,
          body: { ...body, ...change, updatedAt: patched.body.updatedAt },
        });
        const read = await admin.get(url);
        expect([read.body, etag(read)]).toEqual([patched.body, etag(patched)]);
        for (const same of [{}, change]) {
          const again = await admin.patch(url, same);
          expect([again.status, again.body, etag(again)]).toEqual([200, patched.body, etag(patched)]);
        }
      },
    );

    it('is refused with a stale or a weak If-Match, and writes nothing', async () => {
      const { url } = await create();
      const stale = etag(await admin.get(url))!;
      const current = etag(await admin.patch(url, change))!;
      expect(current).not.toBe(stale);
      for (const tag of [stale, `W/${current}`, '"other"', 'nonsense'])
        await expectRefused(() => admin.patch(url, nextChange, ifMatch(tag)), 412);
      await expectRefused(() => admin.patch(`${path}/${ABSENT}`, nextChange, ifMatch(stale)), 404);
      const patched = await admin.patch(url, nextChange, ifMatch(`${stale}, ${current}`));
      expect(patched).toMatchObject({ status: 200, body: nextChange });
      expect((await admin.patch(url, change, ifMatch('*'))).status).toBe(200);
    });

    it('is won by exactly one of many with the same If-Match at once', async () => {
      const { url } = await create();
      const tag = etag(await admin.get(url))!;
      const answers = await Promise.all(
        [change, nextChange, change, nextChange].map((body) => admin.patch(url, body, ifMatch(tag))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
      const won = answers.find(({ status }) => status === 200)!;
      expect((await admin.get(url)).body).toEqual(won.body);
    });

    it('names what is unknown, and writes nothing', async () => {
      const { url } = await create();
      for (const name of ['id', 'createdAt', 'archivedAt', 'nonsense']) {
        expect(await expectRefused(() => admin.patch(url, { ...change, [name]: ABSENT }), 400)).toEqual([
          `/${name} unknown`,
        ]);
      }
      for (const name of required)
        expect((await expectRefused(() => admin.patch(url, { [name]: null }), 400))[0]).toMatch(
          new RegExp(`^/${name} `),
        );
    });
  });

  describe(`DELETE ${path}/{id} and its archival`, () => {
    it('archives and brings back', async () => {
      const { id, url, body } = await create();
      const first = etag(await admin.get(url))!;
      await admin.patch(url, change);
      await expectRefused(() => admin.delete(url, ifMatch(first)), 412);
      const { status, body: none } = await admin.delete(url, ifMatch(etag(await admin.get(url))!));
      expect([status, none]).toEqual([204, '']);

      for (const gone of [admin.get(url), admin.delete(url), admin.patch(url, change)])
        expect((await gone).status).toBe(404);
      expect((await admin.all(path)).map((row) => row.id)).not.toContain(id);
      const listed = (await admin.all(`${path}?archived=true`)).find((row) => row.id === id);
      expect(listed).toMatchObject(change);

      await expectRefused(() => admin.delete(`${url}/archival`, ifMatch(first)), 412);
      const restored = await admin.delete(`${url}/archival`);
      expect([restored.status, restored.body]).toEqual([
        200,
        { ...body, ...change, updatedAt: restored.body.updatedAt },
      ]);
      const read = await admin.get(url);
      expect([read.body, etag(read)]).toEqual([restored.body, etag(restored)]);
      const before = await contents();
      expect((await admin.delete(`${url}/archival`)).status).toBe(404);
      expect(await contents()).toEqual(before);
    });
  });
}
