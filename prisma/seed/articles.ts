import type { DemoClass } from './classes.js';
import { news, privateDraft, sharedDraft } from './news.js';
import type { School } from './school.js';
import type { DemoStudent } from './students.js';
import type { DemoTeacher } from './teachers.js';

interface Cast {
  /** The admin's membership. */
  admin: string;
  teachers: DemoTeacher[];
  students: DemoStudent[];
  classes: DemoClass[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIRST = Date.parse('2026-09-02T14:00:00.000Z');
/** Of news, from then on. */
const DAYS = 58;

/** As many articles as the school has; the last two are drafts of the teacher that the plan names first. */
export function addArticles(school: School, cast: Cast): void {
  const count = school.plan.counts.articles - 2;
  for (let index = 0; index < count; index += 1) {
    // Two at a time are published in the same moment.
    const pair = index - (index % 2);
    addArticle(school, index, new Date(FIRST + Math.floor((pair * DAYS) / count) * DAY), cast);
  }
  addDrafts(school, cast);
}

/** Half of them for the school, a quarter each for classes and for the staff; a few are drafts still, none of them the first teacher's. */
function addArticle(school: School, index: number, publishedAt: Date, cast: Cast): void {
  const audience = (['school', 'class', 'school', 'staff'] as const)[index % 4]!;
  const round = Math.floor(index / 4);
  const ofClass = audience === 'class' ? taught(cast, round) : undefined;
  const authorId = ofClass?.teachers[0]!.membershipId ?? authorOf(cast, index);
  const texts = news[audience];
  const text = texts[(audience === 'school' ? Math.floor(index / 2) : round) % texts.length]!;
  const article = {
    ...school.records.stamp(new Date(publishedAt.getTime() - 20 * MINUTE)),
    schoolId: school.id,
    authorId,
  };
  const isDraft = index % 7 === 5 && authorId !== cast.teachers[0]!.membershipId;
  const state = isDraft ? { status: 'draft' as const } : { status: 'published' as const, publishedAt };
  school.records.articles.push({ ...article, ...text, audience, classId: ofClass?.id, ...state });
}

/** The classes of a subject take turns. */
function taught({ classes }: Cast, round: number): DemoClass {
  const ofSubject = classes.filter(({ subject }) => subject !== null);
  return ofSubject[round % ofSubject.length]!;
}

/** Every other article is the admin's. */
function authorOf({ admin, teachers }: Cast, index: number): string {
  return index % 4 === 0 ? admin : teachers[index % teachers.length]!.membershipId;
}

/** One is shared with the last student who can log in, and that student need not be in the class; one with nobody. */
function addDrafts({ id: schoolId, records }: School, { teachers, students, classes }: Cast): void {
  const author = teachers[0]!;
  const classId = classes.find((each) => each.teachers.includes(author))!.id;
  const at = new Date(FIRST + DAYS * DAY);
  const draft = () => ({ ...records.stamp(at), schoolId, authorId: author.membershipId, status: 'draft' as const });
  const shared = { ...draft(), ...sharedDraft, audience: 'class' as const, classId };
  records.articles.push(shared, { ...draft(), ...privateDraft, audience: 'school' });
  const { membershipId } = students.findLast((student) => student.membershipId)!;
  records.shares.push({ ...records.stamp(at), schoolId, articleId: shared.id, membershipId: membershipId! });
}
