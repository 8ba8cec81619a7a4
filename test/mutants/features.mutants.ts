import { describeGuards } from './guards.js';

/** The exhaustive test of this operation. */
const reading = (path: string) => ({ tests: 'test/policy/reads', only: `^GET ${path}$` });
const writing = (operation: string) => ({ tests: 'test/policy/writes', only: `^${operation}$` });

const collections = ['students', 'teachers', 'classes', 'terms', 'articles'].map((name) => ({
  name,
  subject: { students: 'Student', teachers: 'Teacher', classes: 'Class', terms: 'Term', articles: 'Article' }[name]!,
}));

describeGuards([
  ...collections.map(({ name, subject }) => ({
    name: 'shows whatever row is named',
    file: `${name}/${name}.service.ts`,
    from: `const where = { AND: [rows(caller, 'read', '${subject}'), { id, ...live }] };`,
    to: 'const where = { id, ...live };',
    ...reading(`/v1/${name}/{id}`),
  })),
  ...collections.map(({ name, subject }) => ({
    name: 'shows what is archived',
    file: `${name}/${name}.service.ts`,
    from: `const where = { AND: [rows(caller, 'read', '${subject}'), { id, ...live }] };`,
    to: `const where = { AND: [rows(caller, 'read', '${subject}'), { id }] };`,
    ...reading(`/v1/${name}/{id}`),
  })),
  {
    name: 'forgets the rows behind the first page',
    file: 'common/pages.ts',
    from: '{ AND: [...every, range] }',
    to: '{ AND: [...listing.where, range] }',
    ...reading('/v1/articles'),
  },
  {
    name: 'counts every row',
    file: 'common/pages.ts',
    from: 'count({ where: { AND: every } })',
    to: 'count({ where: { AND: listing.where } })',
    ...reading('/v1/terms'),
  },
  {
    name: 'searches what it does not show',
    file: 'students/students.service.ts',
    from: 'matching(q, ...names)',
    to: "matching(q, ...names, 'medicalNotes', 'email')",
    ...reading('/v1/students'),
  },
  {
    name: 'shows another value than the one agreed',
    file: 'articles/article.view.ts',
    from: 'name: author.user?.name ?? null',
    to: 'name: author.id',
    ...reading('/v1/articles'),
  },
  {
    name: 'shows a student of another class under this one',
    file: 'enrollments/enrollments.service.ts',
    from: '{ id, classId, ...current }] };',
    to: '{ id, ...current }] };',
    ...reading('/v1/classes/{id}/enrollments/{enrollmentId}'),
  },
  {
    name: 'shows a guardian of another student under this one',
    file: 'guardianships/guardianships.service.ts',
    from: "[rows(caller, 'read', 'Guardianship'), { id, studentId, ...live }]",
    to: "[rows(caller, 'read', 'Guardianship'), { id, ...live }]",
    ...reading('/v1/students/{id}/guardians/{guardianshipId}'),
  },
  {
    name: 'shows a share of another article under this one',
    file: 'articles/shares.service.ts',
    from: "[rows(caller, 'read', 'ArticleShare'), { id, articleId }]",
    to: "[rows(caller, 'read', 'ArticleShare'), { id }]",
    ...reading('/v1/articles/{id}/shares/{shareId}'),
  },
  {
    name: 'lists what has ended for everyone',
    file: 'enrollments/enrollments.service.ts',
    from: "if (query.archived) rows(caller, 'delete', 'Enrollment');",
    to: '',
    ...reading('/v1/classes/{id}/enrollments'),
  },
  {
    name: 'publishes whatever article is named',
    file: 'articles/publication.service.ts',
    from: "{ AND: [rows(caller, 'publish', 'Article'), { id,",
    to: '{ AND: [{ id,',
    ...writing('PUT /v1/articles/{id}/publication'),
  },
  {
    name: 'moves an article to whatever class is named',
    file: 'articles/articles.service.ts',
    from: 'if (changes.audience || changes.classId) await requireAudience(transaction, caller, id);',
    to: '',
    ...writing('PATCH /v1/articles/{id}'),
  },
  {
    name: 'writes for a class that is archived',
    file: 'articles/articles.service.ts',
    from: 'const toSomeone = { OR: [{ classId: null }, { class: live }] };',
    to: 'const toSomeone = {};',
    ...writing('POST /v1/articles'),
  },
  {
    name: 'makes anyone a guardian',
    file: 'guardianships/guardianships.service.ts',
    from: "const guardian = { role: 'guardian' } as const;",
    to: 'const guardian = {};',
    ...writing('POST /v1/students/{id}/guardians'),
  },
  {
    name: 'tells a member of another school from nobody',
    file: 'articles/shares.service.ts',
    from: "throw unknownReference('membershipId');",
    to: `throw (await transaction.membership.count({ where: { id: membershipId } })) ? conflict('Elsewhere.') : unknownReference('membershipId');`,
    ...writing('POST /v1/articles/{id}/shares'),
  },
  {
    name: 'writes over another school’s invitation',
    file: 'members/invitations.service.ts',
    from: 'where: { schoolId, role, invitedEmail: email },',
    to: 'where: { role, invitedEmail: email },',
    ...writing('POST /v1/invitations'),
  },
  {
    name: 'ends everyone’s sessions with a change of password',
    file: 'auth/other-sessions.ts',
    from: 'const others = { userId, id:',
    to: 'const others = { id:',
    ...writing('PUT /v1/me/password'),
  },
  {
    name: 'ends every session with a logout',
    file: 'auth/auth.service.ts',
    from: 'where: { id: sessionId, endedAt: null }, data',
    to: 'where: { endedAt: null }, data',
    ...writing('POST /v1/auth/logout'),
  },
  {
    name: 'accepts an invitation twice',
    file: 'members/acceptance.service.ts',
    from: 'if (count === 0) throw badToken();',
    to: '',
    tests: 'test/v1/invitation-links',
  },
  {
    name: 'accepts an invitation that has expired',
    file: 'members/acceptance.service.ts',
    from: ', inviteExpiresAt: { gt: new Date() }',
    to: '',
    tests: 'test/v1/invitation-life',
  },
  {
    name: 'lets a read wait behind one that takes long',
    file: 'prisma/pipeline-line.ts',
    from: 'asked.answer(this.pool.query(asked.statement));',
    to: '',
    tests: 'test/health/slow-read',
    only: 'in one row',
  },
]);
