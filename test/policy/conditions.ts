import type { Row, Tables } from './tables.js';

/** Who asks, in the database's own words. */
export interface Me {
  userId: string;
  membershipId: string;
  schoolId: string | null;
  /** Their own record, unless it is archived. */
  studentId?: string;
  teacherId?: string;
}

type Holds = (row: Row, me: Me, all: Tables) => boolean;

const isLive = (row: Row | undefined) => row !== undefined && row.archivedAt === null;
const find = (rows: Row[], id: unknown) => rows.find((row) => row.id === id);

const teaches = (me: Me, classId: unknown, all: Tables) =>
  isLive(find(all.Class, classId)) &&
  all.ClassTeacher.some(
    (row) => row.classId === classId && me.teacherId !== undefined && row.teacherId === me.teacherId,
  );
const isEnrolled = (studentId: unknown, classId: unknown, all: Tables) =>
  isLive(find(all.Class, classId)) &&
  all.Enrollment.some((row) => row.classId === classId && row.studentId === studentId && row.endedOn === null);
const attends = (me: Me, classId: unknown, all: Tables) =>
  me.studentId !== undefined && isEnrolled(me.studentId, classId, all);
const isChild = (me: Me, studentId: unknown, all: Tables) =>
  isLive(find(all.Student, studentId)) &&
  all.Guardianship.some((row) => row.studentId === studentId && row.membershipId === me.membershipId && isLive(row));
const childAttends = (me: Me, classId: unknown, all: Tables) =>
  all.Student.some(({ id }) => isChild(me, id, all) && isEnrolled(id, classId, all));
const taughtBy = (me: Me, studentId: unknown, all: Tables) =>
  all.Class.some(({ id }) => teaches(me, id, all) && isEnrolled(studentId, id, all));
const wrote = (me: Me, articleId: unknown, all: Tables) => find(all.Article, articleId)?.authorId === me.membershipId;

/**
 * What the words of docs/policy.md mean, said a second time and in another way than access/policy.ts says it: on rows in memory,
 * without SQL. A condition that is not here fails the tests until someone says what it means.
 */
export const conditions: Record<string, Holds> = {
  'User: themselves': ({ id }, me) => id === me.userId,
  'Session: their own': ({ userId }, me) => userId === me.userId,
  'ExternalIdentity: their own': ({ userId }, me) => userId === me.userId,
  'Factor: their own': ({ userId }, me) => userId === me.userId,
  'School: their own': ({ id }, me) => id === me.schoolId,
  'Membership: other than their own': ({ id }, me) => id !== me.membershipId,

  'Student: themselves': ({ id }, me) => id === me.studentId,
  'Student: who are in a class that they teach': ({ id }, me, all) => taughtBy(me, id, all),
  'Student: who are their children': ({ id }, me, all) => isChild(me, id, all),

  'Teacher: themselves': ({ id }, me) => id === me.teacherId,
  'Teacher: who teach a class that their child attends': ({ id }, me, all) =>
    all.ClassTeacher.some(({ teacherId, classId }) => teacherId === id && childAttends(me, classId, all)),

  'Class: that they teach': ({ id }, me, all) => teaches(me, id, all),
  'Class: that they attend': ({ id }, me, all) => attends(me, id, all),
  'Class: that their child attends': ({ id }, me, all) => childAttends(me, id, all),

  'Enrollment: in a class that they teach': ({ classId }, me, all) => teaches(me, classId, all),
  'Enrollment: their own': ({ studentId }, me) => studentId === me.studentId,
  'Enrollment: of their child': ({ studentId }, me, all) => isChild(me, studentId, all),

  'Guardianship: of a student they teach': ({ studentId }, me, all) =>
    isLive(find(all.Student, studentId)) && taughtBy(me, studentId, all),
  'Guardianship: their own': ({ studentId }, me) => studentId === me.studentId,
  'Guardianship: of their child': ({ studentId }, me, all) => isChild(me, studentId, all),

  'Article: published': ({ status }) => status === 'published',
  'Article: still a draft': ({ status }) => status === 'draft',
  'Article: for the whole school': ({ audience }) => audience === 'school',
  'Article: for the whole school or its staff': ({ audience }) => audience === 'school' || audience === 'staff',
  'Article: for a class that they teach': ({ classId }, me, all) => teaches(me, classId, all),
  'Article: for a class that they attend': ({ classId }, me, all) => attends(me, classId, all),
  'Article: for a class that their child attends': ({ classId }, me, all) => childAttends(me, classId, all),
  'Article: that they wrote': ({ authorId }, me) => authorId === me.membershipId,
  'Article: shared with them': ({ id }, me, all) =>
    all.ArticleShare.some((row) => row.articleId === id && row.membershipId === me.membershipId),
  'ArticleShare: of an article of theirs': ({ articleId }, me, all) => wrote(me, articleId, all),
};
