import {
  type Action,
  type Caller,
  createCaller,
  type Identity,
  type Subject,
} from '../../apps/api/src/access/ability.js';
import { Role } from '../../apps/api/src/prisma/generated/enums.js';
import { sources } from '../support/modules.js';

const id = '01a00000-0000-7000-8000-000000000001';
const identity = (role: Role): Identity => ({
  userId: id,
  sessionId: id,
  membershipId: id,
  role,
  status: 'active',
  schoolId: role === 'operator' ? null : id,
  timezone: 'UTC',
  factorMissing: false,
  authenticatedAt: 0,
  studentId: null,
  teacherId: null,
});
const rulesOf = (role: Role) => (createCaller(identity(role)) satisfies Caller).ability.rules;

it('has no rule that takes something away, and says so in one file', () => {
  for (const role of Object.values(Role)) expect(rulesOf(role).filter(({ inverted }) => inverted)).toEqual([]);
  expect(
    sources('apps/api/src')
      .filter(({ text }) => /\bcannot\(|inverted: true|AbilityBuilder/.test(text))
      .map(({ path }) => path),
  ).toEqual([]);
});

it('says what a role may do in 40 lines, and what its words mean in as many', () => {
  const { text } = sources('apps/api/src').find(({ path }) => path.endsWith('access/policy.ts'))!;
  const parts = text.split(/^(?= {2}\w+\(can: Can|function \w+\(can: Can|export const policy)/m);
  expect(parts.length).toBeGreaterThan(Object.keys(Role).length);
  const tooLong = parts
    .filter((part) => part.trim().split('\n').length > 40)
    .map((part) => part.split('\n')[0]!.trim());
  const advice =
    'Move the rules of one resource into a function above the policy, articlesOfTeacher(can, me) for instance';
  expect({ tooLong, ...(tooLong.length > 0 && { advice }) }).toEqual({ tooLong: [] });
});

it('knows no rule for everything, and none of a school that is not bound to that school', () => {
  for (const role of Object.values(Role)) {
    for (const { action, subject, conditions } of rulesOf(role)) {
      expect([action, subject].flat()).not.toEqual(expect.arrayContaining(['manage']));
      expect(subject).not.toBe('all');
      if (role === 'operator' || ['User', 'Session', 'Factor', 'ExternalIdentity'].includes(String(subject))) continue;
      expect([role, subject, conditions]).toEqual([
        role,
        subject,
        expect.objectContaining(subject === 'School' ? { id } : { schoolId: id }),
      ]);
    }
  }
});

it('lets the operator touch nothing of a school but its name', () => {
  const { ability } = createCaller(identity('operator'));
  const subjects: Subject[] = [
    'Student',
    'Teacher',
    'Class',
    'Term',
    'Enrollment',
    'Guardianship',
    'Article',
    'ArticleShare',
    'Membership',
    'ClassTeacher',
  ];
  const actions: Action[] = [
    'read',
    'create',
    'update',
    'delete',
    'archive',
    'restore',
    'publish',
    'share',
    'assign',
    'oversee',
  ];
  for (const subject of subjects)
    for (const action of actions)
      expect([action, subject, ability.can(action, subject)]).toEqual([action, subject, false]);
});
