import { app } from '../support/app.js';
import { type Cast, cast, expectRefused, expectSights, properties, type Sight, type Who } from '../support/cast.js';
import { ABSENT, articleRow } from '../support/school.js';

const all = properties(['id', 'membershipId', 'createdAt', 'updatedAt']);
const list = (articleId: string) => `/v1/articles/${articleId}/shares`;

// A draft of `teacher`, and one of `admin`: `student` and `teacherTwo` read both, as both are shared with them.
let here: Cast;
let drafts: Record<'ofTeacher' | 'ofAdmin' | 'elsewhere', { id: string; shares: string[] }>;
beforeAll(async () => {
  here = await cast();
  const { actors, rows, elsewhere } = here;
  const { database } = await app();
  const draft = async (author: typeof actors.admin, schoolId: string, ...readers: (typeof actors.admin)[]) => {
    const { id } = await articleRow(author, schoolId);
    const data = readers.map(({ membershipId }) => ({ schoolId, articleId: id, membershipId }));
    return { id, shares: (await database.articleShare.createManyAndReturn({ data })).map((share) => share.id) };
  };
  drafts = {
    ofTeacher: await draft(actors.teacher, rows.schoolId, actors.student, actors.teacherTwo),
    ofAdmin: await draft(actors.admin, rows.schoolId, actors.student, actors.teacherTwo),
    elsewhere: await draft(actors.stranger, elsewhere.schoolId, actors.stranger),
  };
});

// prettier-ignore
const shares: [Who, Sight, Sight, Sight, Sight][] = [
  // who          teacher's admin's elsewhere absent
  ['anonymous',   401,      401,    401,      401],
  ['operator',    403,      403,    403,      403],
  ['guardian',    403,      403,    403,      403],
  ['student',     403,      403,    403,      403],
  ['teacherTwo',  403,      403,    404,      404],
  ['teacher',     all,      404,    404,      404],
  ['admin',       all,      all,    404,      404],
  ['stranger',    404,      404,    all,      404],
];

describe('Article, shares, read', () => {
  it.each(shares)('%s', async (who, ofTeacher, ofAdmin, elsewhere, absent) => {
    const client = here.actors[who];
    await expectSights(client, list(drafts.ofTeacher.id), [drafts.ofTeacher.shares], [ofTeacher]);
    await expectSights(client, list(drafts.ofAdmin.id), [drafts.ofAdmin.shares], [ofAdmin]);
    await expectSights(client, list(drafts.elsewhere.id), [drafts.elsewhere.shares], [elsewhere]);
    await expectSights(client, list(ABSENT), [drafts.ofTeacher.shares], [absent]);
  });
});

describe('Article, share', () => {
  it.each(shares)('%s', async (who, ofTeacher, ofAdmin, elsewhere, absent) => {
    const { actors } = here;
    const groups: [string, string, Sight][] = [
      [drafts.ofTeacher.id, drafts.ofTeacher.shares[0]!, ofTeacher],
      [drafts.ofAdmin.id, drafts.ofAdmin.shares[0]!, ofAdmin],
      [drafts.elsewhere.id, drafts.elsewhere.shares[0]!, elsewhere],
      [ABSENT, ABSENT, absent],
    ];
    for (const [articleId, shareId, seen] of groups) {
      const guest = who === 'stranger' ? actors.stranger : actors.guardianTwo;
      const post = () => actors[who].post(list(articleId), { membershipId: guest.membershipId });
      const remove = (id: string) => () => actors[who].delete(`${list(articleId)}/${id}`);
      if (typeof seen === 'number') {
        expect(await expectRefused(post, seen)).toEqual([]);
        expect(await expectRefused(remove(shareId), seen)).toEqual([]);
      } else {
        if (who === 'stranger') expect((await remove(shareId)()).status).toBe(204);
        const { status, body } = await post();
        expect({ status, properties: Object.keys(body).sort() }).toEqual({ status: 201, properties: all });
        expect((await remove(body.id)()).status).toBe(204);
      }
    }
  });

  it('reaches only members of the same school', async () => {
    const { teacher, stranger } = here.actors;
    for (const membershipId of [stranger.membershipId, ABSENT]) {
      const post = () => teacher.post(list(drafts.ofTeacher.id), { membershipId });
      expect(await expectRefused(post, 400)).toEqual(['/membershipId unknown_reference']);
    }
  });

  it('opens the draft to that member alone, with the next request, and closes it again', async () => {
    const { teacher, guardian, guardianTwo } = here.actors;
    const path = `/v1/articles/${drafts.ofTeacher.id}`;
    expect((await guardian.get(path)).status).toBe(404);
    const { body } = await teacher.post(`${path}/shares`, { membershipId: guardian.membershipId });
    expect((await guardian.get(path)).status).toBe(200);
    expect((await guardianTwo.get(path)).status).toBe(404);
    expect((await teacher.delete(`${path}/shares/${body.id}`)).status).toBe(204);
    expect((await guardian.get(path)).status).toBe(404);
  });
});
