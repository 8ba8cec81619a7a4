import { contents, expectRefused } from './cast.js';
import type { Answer } from './client.js';
import { ABSENT, type Actor } from './school.js';

interface Changes {
  path: string;
  required: string[];
  /** A change of one, and the next change of the same property. */
  changes: [Record<string, unknown>, Record<string, unknown>];
  /** Makes one, and tells who may change it. */
  create: () => Promise<{ admin: Actor; id: string; url: string; body: Record<string, unknown> }>;
}

export const etag = (answer: Answer) => answer.headers.get('etag');
const ifMatch = (tag: string) => ({ headers: { 'if-match': tag } });

/** What api.md says of the changes of every resource: merge patches, preconditions, archiving and restoring. */
export function describeChanges({ path, required, changes: [change, nextChange], create }: Changes) {
  describe(`PATCH ${path}/{id}`, () => {
    it.each(['application/json', 'application/merge-patch+json'])(
      'changes what is named and nothing else, as %s',
      async (type) => {
        const { admin, url, body } = await create();
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
      const { admin, url } = await create();
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
      const { admin, url } = await create();
      const tag = etag(await admin.get(url))!;
      const answers = await Promise.all(
        [change, nextChange, change, nextChange].map((body) => admin.patch(url, body, ifMatch(tag))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
      const won = answers.find(({ status }) => status === 200)!;
      expect((await admin.get(url)).body).toEqual(won.body);
    });

    it('names what is unknown, and writes nothing', async () => {
      const { admin, url } = await create();
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
      const { admin, id, url, body } = await create();
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
