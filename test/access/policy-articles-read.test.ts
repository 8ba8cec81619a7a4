import { app } from '../support/app.js';
import { type Cast, cast, expectSights, properties, type Who } from '../support/cast.js';
import { ABSENT, articleRow, published } from '../support/school.js';

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
const members: Who[] = ['admin', 'teacher', 'teacherTwo', 'student', 'studentTwo', 'guardian', 'guardianTwo'];

// prettier-ignore
const readers: Record<string, Who[]> = {
  'published for the school':                  members,
  'published for staff':                       ['admin', 'teacher', 'teacherTwo'],
  'published for Maths':                       ['admin', 'teacher', 'student', 'guardian'],
  'published for Art':                         ['admin', 'teacherTwo', 'studentTwo', 'guardianTwo'],
  'published for Art by teacher':              ['admin', 'teacherTwo', 'studentTwo', 'guardianTwo', 'teacher'],
  'draft of admin':                            ['admin'],
  'draft of teacher':                          ['admin', 'teacher'],
  'draft of teacher for Maths':                ['admin', 'teacher'],
  'draft of teacher shared with studentTwo':   ['admin', 'teacher', 'studentTwo'],
  'draft of teacher shared with guardianTwo':  ['admin', 'teacher', 'guardianTwo'],
  'draft of admin shared with teacherTwo':     ['admin', 'teacherTwo'],
  // A share is of a draft: once it is published, the audience alone decides.
  'published for staff, once shared with student': ['admin', 'teacher', 'teacherTwo'],
  'published for Art, once shared with teacher and guardian': ['admin', 'teacherTwo', 'studentTwo', 'guardianTwo'],
  'archived, published for the school':        [],
  'archived draft of teacher':                 [],
  'published for the school elsewhere':        ['stranger'],
  'draft elsewhere':                           ['stranger'],
};

let here: Cast;
let ids: Record<string, string>;
beforeAll(async () => {
  here = await cast();
  const { actors, rows, elsewhere } = here;
  const { admin, teacher, student, studentTwo, guardian, guardianTwo, teacherTwo, stranger } = actors;
  const { database } = await app();
  const forClass = (classId: string) => ({ audience: 'class' as const, classId });
  const archivedAt = new Date();
  const make = (author: typeof admin, more: object, schoolId = rows.schoolId) => articleRow(author, schoolId, more);
  const made = {
    'published for the school': make(admin, published),
    'published for staff': make(admin, { ...published, audience: 'staff' }),
    'published for Maths': make(admin, { ...published, ...forClass(rows.maths.id) }),
    'published for Art': make(admin, { ...published, ...forClass(rows.art.id) }),
    'published for Art by teacher': make(teacher, { ...published, ...forClass(rows.art.id) }),
    'draft of admin': make(admin, {}),
    'draft of teacher': make(teacher, {}),
    'draft of teacher for Maths': make(teacher, forClass(rows.maths.id)),
    'draft of teacher shared with studentTwo': make(teacher, { audience: 'staff' }),
    'draft of teacher shared with guardianTwo': make(teacher, forClass(rows.maths.id)),
    'draft of admin shared with teacherTwo': make(admin, forClass(rows.maths.id)),
    'published for staff, once shared with student': make(admin, { ...published, audience: 'staff' }),
    'published for Art, once shared with teacher and guardian': make(admin, { ...published, ...forClass(rows.art.id) }),
    'archived, published for the school': make(admin, { ...published, archivedAt }),
    'archived draft of teacher': make(teacher, { archivedAt }),
    'published for the school elsewhere': make(stranger, published, elsewhere.schoolId),
    'draft elsewhere': make(stranger, {}, elsewhere.schoolId),
  };
  const entries = await Promise.all(Object.entries(made).map(async ([name, row]) => [name, (await row).id] as const));
  ids = Object.fromEntries(entries);
  const shares = [
    ['draft of teacher shared with studentTwo', studentTwo],
    ['draft of teacher shared with guardianTwo', guardianTwo],
    ['draft of admin shared with teacherTwo', teacherTwo],
    ['published for staff, once shared with student', student],
    ['published for Art, once shared with teacher and guardian', teacher],
    ['published for Art, once shared with teacher and guardian', guardian],
    ['archived draft of teacher', student],
  ] as const;
  const data = shares.map(([name, { membershipId }]) => ({
    schoolId: rows.schoolId,
    articleId: ids[name]!,
    membershipId,
  }));
  await database.articleShare.createMany({ data });
});

describe('Article, read', () => {
  it.each([...members, 'stranger'] as const)('%s: the published and the drafts', async (who) => {
    const names = Object.keys(readers);
    const sights = names.map((name) => (readers[name]!.includes(who) ? all : 404));
    const columns = [...names.map((name) => [ids[name]!]), [ABSENT]];
    await expectSights(here.actors[who], '/v1/articles', columns, [...sights, 404]);
  });

  it.each([
    ['anonymous', 401],
    ['operator', 403],
  ] as const)('%s: %d', async (who, status) => {
    const columns = [...Object.values(ids), ABSENT].map((id) => [id]);
    await expectSights(
      here.actors[who],
      '/v1/articles',
      columns,
      columns.map(() => status),
    );
  });
});
