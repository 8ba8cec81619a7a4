import { type Cast, cast, expectEach, expectRefused, expectWritable, properties, type Who } from '../support/cast.js';
import { ABSENT, articleRow, published } from '../support/school.js';
import { app } from '../support/app.js';

const all = properties([
  'id',
  'title',
  'body',
  'status',
  'audience',
  'classId',
  'author',
  'publishedAt',
  'createdAt',
  'updatedAt',
]);

let here: Cast;
beforeAll(async () => {
  here = await cast();
});

describe('Article, create', () => {
  // prettier-ignore
  const creates: [Who, number, number, number, number, number, number][] = [
    // who          school staff own class other class elsewhere no class
    ['anonymous',   401,   401,  401,      401,        401,      401],
    ['operator',    403,   403,  403,      403,        403,      403],
    ['guardian',    403,   403,  403,      403,        403,      403],
    ['student',     403,   403,  403,      403,        403,      403],
    ['teacher',     201,   201,  201,      400,        400,      400],
    ['admin',       201,   201,  201,      201,        400,      400],
  ];
  it.each(creates)('%s', async (who, ...statuses) => {
    const { actors, rows, elsewhere } = here;
    const classes = [rows.maths.id, rows.art.id, elsewhere.maths.id, ABSENT];
    const audiences = [
      { audience: 'school' },
      { audience: 'staff' },
      ...classes.map((classId) => ({ audience: 'class', classId })),
    ];
    for (const [at, status] of statuses.entries()) {
      const request = () => actors[who].post('/v1/articles', { title: 'New', body: 'News', ...audiences[at] });
      if (status === 201) {
        const { body } = await request();
        expect(Object.keys(body).sort()).toEqual(all);
        expect(body).toMatchObject({ status: 'draft', publishedAt: null, ...audiences[at] });
        const { membershipId } = here.actors[who as 'admin' | 'teacher'];
        expect(body.author.id).toBe(membershipId);
      } else expect(await expectRefused(request, status)).toEqual(status === 400 ? ['/classId unknown_reference'] : []);
    }
  });
});

/** One article each: of teacher; of admin, where teacher may read it; of admin, where teacher may not; elsewhere; none. */
async function articles(more: object) {
  const { actors, rows, elsewhere } = here;
  const { admin, teacher, stranger } = actors;
  const readable = await articleRow(admin, rows.schoolId, { ...more, audience: 'staff' });
  if (readable.status === 'draft') {
    const data = { schoolId: rows.schoolId, articleId: readable.id, membershipId: teacher.membershipId };
    await (await app()).database.articleShare.create({ data });
  }
  const own = await articleRow(teacher, rows.schoolId, more);
  const hidden = await articleRow(admin, rows.schoolId, { ...more, audience: 'class' as const, classId: rows.art.id });
  const theirs = await articleRow(stranger, elsewhere.schoolId, more);
  return [own.id, readable.id, hidden.id, theirs.id, ABSENT];
}

describe.each([
  ['draft', {}],
  ['published', published],
] as const)('Article, %s: update, publish, archive', (_, more) => {
  // prettier-ignore
  const writes: [Who, number, number, number, number, number][] = [
    // who          teacher's  teacher reads it  hidden  elsewhere  absent
    ['anonymous',   401,       401,              401,    401,       401],
    ['operator',    403,       403,              403,    403,       403],
    ['guardian',    403,       403,              403,    403,       403],
    ['student',     403,       403,              403,    403,       403],
    ['teacher',     200,       403,              404,    404,       404],
    ['admin',       200,       200,              200,    404,       404],
    ['stranger',    404,       404,              404,    200,       404],
  ];
  it.each(writes)('%s', async (who, ...statuses) => {
    const client = here.actors[who];
    const ids = await articles(more);
    await expectEach(ids, statuses, (id) => client.put(`/v1/articles/${id}/publication`));
    await expectEach(await articles(more), statuses, (id) => client.delete(`/v1/articles/${id}/publication`));
    const removed = statuses.map((status) => (status === 200 ? 204 : status));
    await expectEach(await articles(more), removed, (id) => client.delete(`/v1/articles/${id}`));
    for (const [at, id] of (await articles(more)).entries()) {
      const request = () => client.patch(`/v1/articles/${id}`, { title: 'Changed' });
      if (statuses[at] === 200) expect(await request()).toMatchObject({ status: 200, body: { title: 'Changed' } });
      // Nothing of an article that isn't one's own is writable, so each field that was written is named.
      else
        expect(await expectRefused(request, statuses[at]!)).toEqual(
          who === 'teacher' && statuses[at] === 403 ? ['/title forbidden'] : [],
        );
    }
  });

  it.each(['teacher', 'admin'] as const)('%s, every field of an own one', async (who) => {
    const { id } = await articleRow(here.actors[who], here.rows.schoolId, more);
    const changes = { title: 'Zest', body: '# Zest', audience: 'staff', classId: null };
    await expectWritable(changes, Object.keys(changes), (body) => here.actors[who].patch(`/v1/articles/${id}`, body));
  });
});

describe('Article, restore', () => {
  // prettier-ignore
  const restores: [Who, number, number, number, number, number][] = [
    // who          teacher's  teacher's colleague's  hidden  elsewhere  absent
    ['anonymous',   401,       401,                   401,    401,       401],
    ['operator',    403,       403,                   403,    403,       403],
    ['guardian',    403,       403,                   403,    403,       403],
    ['student',     403,       403,                   403,    403,       403],
    ['teacher',     403,       403,                   403,    403,       403],
    ['admin',       200,       200,                   200,    404,       404],
    ['stranger',    404,       404,                   404,    200,       404],
  ];
  it.each(restores)('%s', async (who, ...statuses) => {
    const ids = await articles({ archivedAt: new Date() });
    await expectEach(ids, statuses, (id) => here.actors[who].delete(`/v1/articles/${id}/archival`));
  });
});
