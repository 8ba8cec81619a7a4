import type { Can, Identity } from './ability.js';
import { when } from './condition.js';
import { schoolOfMembers, wholeStudentButMedicalNotes } from './policy.js';

/*
 * What the scopes of an API key let a program do: each line is one that an admin may do too, and there are fewer of them. Nothing here
 * reaches accounts, sessions, roles, invitations, or keys. Whoever writes reads what it wrote. Notes on health are neither read nor
 * written without a scope of their own. What speaks of another kind of thing needs that one's scope besides: a class of a term, `terms:read`.
 */

const written = wholeStudentButMedicalNotes.filter((field) => !['id', 'createdAt', 'updatedAt'].includes(field));
const published = when('published', { status: 'published' });

export const scopes = {
  'school:read': (can: Can, me: Identity) =>
    can('read', 'School', schoolOfMembers, when('its own', { id: me.schoolId! })),
  'members:read': (can: Can) => can('read', 'Membership'),

  'students:read': (can: Can) => can('read', 'Student', wholeStudentButMedicalNotes),
  'students:read.sensitive': (can: Can) => can('read', 'Student'),
  'students:write'(can: Can) {
    can('read', 'Student', wholeStudentButMedicalNotes);
    can(['create', 'update'], 'Student', written);
    can(['archive', 'restore'], 'Student');
  },
  'students:write.sensitive': (can: Can) => can(['read', 'create', 'update', 'archive', 'restore'], 'Student'),
  'guardianships:read': (can: Can) => can('read', 'Guardianship'),
  'guardianships:write': (can: Can) => can(['read', 'create', 'delete'], 'Guardianship'),

  'teachers:read': (can: Can) => can('read', 'Teacher'),
  'teachers:write': (can: Can) => can(['read', 'create', 'update', 'archive', 'restore'], 'Teacher'),

  'terms:read': (can: Can) => can('read', 'Term'),
  'terms:write': (can: Can) => can(['read', 'create', 'update', 'archive', 'restore'], 'Term'),
  'classes:read': (can: Can) => can('read', 'Class'),
  'classes:write': (can: Can) => can(['read', 'create', 'update', 'archive', 'restore', 'assign'], 'Class'),
  'enrollments:read': (can: Can) => can('read', 'Enrollment'),
  'enrollments:write': (can: Can) => can(['read', 'create', 'delete'], 'Enrollment'),

  'articles:read': (can: Can) => can('read', 'Article', published),
  // A program is nobody's author, so it makes none.
  'articles:write'(can: Can) {
    can(['read', 'update', 'archive', 'restore', 'publish', 'share'], 'Article');
    can(['read', 'create', 'delete'], 'ArticleShare');
  },
} satisfies Record<string, (can: Can, me: Identity) => void>;

export type Scope = keyof typeof scopes;
export const everyScope = Object.keys(scopes) as Scope[];
export const isScope = (name: string): name is Scope => Object.hasOwn(scopes, name);
