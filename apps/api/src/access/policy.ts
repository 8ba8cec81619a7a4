import type { ArticleAudience } from '../prisma/generated/enums.js';
import type { Can, Identity } from './ability.js';
import { nobody, when } from './condition.js';

/*
 * Who may do what: the whole of it. Nothing is allowed that is not written here, and no rule takes anything away.
 * Read a line as: this role can <do> <to what> [<only these fields>] <where all of this holds>.
 * Of a school's rows a member's rules reach those of the own school alone: ability.ts adds that to each. The conditions are
 * Prisma's, and become part of every statement's WHERE; their words are what the policy page shows.
 */

const resource = ['id', 'createdAt', 'updatedAt'];
const basicStudent = [...resource, 'studentNumber', 'givenName', 'familyName', 'preferredName', 'gradeLevel', 'status'];
export const wholeStudentButMedicalNotes = [...basicStudent, 'birthDate', 'email', 'phone', 'address'];
export const schoolOfMembers = [...resource, 'name', 'timezone'];
const schoolOfStaff = [...schoolOfMembers, 'staffFactorRequired'];
const basicTeacher = [...resource, 'givenName', 'familyName', 'preferredName', 'subjects'];

const published = when('published', { status: 'published' });
const draft = when('still a draft', { status: 'draft' });
const forAll = when('for the whole school', { audience: 'school' });
const staff: ArticleAudience[] = ['school', 'staff'];
const forStaffToo = when('for the whole school or its staff', { audience: { in: staff } });
const sharedWith = (me: Identity) => when('shared with them', { shares: { some: { membershipId: me.membershipId } } });

export const policy = {
  everyone(can: Can, me: Identity) {
    can(['read', 'update'], 'User', when('themselves', { id: me.userId }));
    can(['read', 'update', 'delete'], 'Session', when('their own', { userId: me.userId }));
    can(['read', 'create', 'update', 'delete'], 'Factor', when('their own', { userId: me.userId }));
    can(['read', 'create', 'delete'], 'ExternalIdentity', when('their own', { userId: me.userId }));
  },

  operator(can: Can, _me: Identity) {
    can(['oversee', 'read', 'create', 'update'], 'School');
  },

  admin(can: Can, me: Identity) {
    const ownSchool = when('their own', { id: me.schoolId! });
    can(['read', 'create', 'update', 'archive', 'restore'], 'Student');
    can(['read', 'create', 'update', 'archive', 'restore'], 'Teacher');
    can(['read', 'create', 'update', 'archive', 'restore', 'assign'], 'Class');
    can(['read', 'create', 'update', 'archive', 'restore'], 'Term');
    can(['read', 'create', 'delete'], 'Enrollment');
    can(['read', 'create', 'delete'], 'Guardianship');
    can(['read', 'create', 'update', 'archive', 'restore', 'publish', 'share'], 'Article');
    can(['read', 'create', 'delete'], 'ArticleShare');
    can(['read', 'create'], 'Membership');
    can('update', 'Membership', ['status']);
    can('update', 'Membership', ['role'], when('other than their own', { id: { not: me.membershipId } }));
    can('read', 'School', schoolOfStaff, ownSchool);
    can('update', 'School', ['name', 'timezone', 'staffFactorRequired'], ownSchool);
    can(['read', 'create', 'delete'], 'ApiKey');
  },

  teacher(can: Can, me: Identity) {
    const myClass = { archivedAt: null, teachers: { some: { teacherId: me.teacherId ?? nobody } } };
    const inMyClass = { enrollments: { some: { endedOn: null, class: myClass } } };
    const themselves = when('themselves', { id: me.teacherId ?? nobody });
    const thatTheyTeach = when('that they teach', myClass);
    const forClass = when('for a class that they teach', { class: myClass });
    const ofTheirs = when('that they wrote', { authorId: me.membershipId });

    can('read', 'Student', [...basicStudent, 'birthDate'], when('who are in a class that they teach', inMyClass));
    can('read', 'Teacher', basicTeacher);
    can('read', 'Teacher', themselves);
    can('update', 'Teacher', ['preferredName', 'phone'], themselves);
    can('read', 'Class', thatTheyTeach);
    can('update', 'Class', ['description'], thatTheyTeach);
    can('read', 'Term');
    can('read', 'Enrollment', when('in a class that they teach', { class: myClass }));
    can('read', 'Guardianship', when('of a student they teach', { student: { archivedAt: null, ...inMyClass } }));

    can('read', 'Article', published, forStaffToo);
    can('read', 'Article', published, forClass);
    can('read', 'Article', draft, sharedWith(me));
    can(['read', 'update', 'archive', 'publish', 'share'], 'Article', ofTheirs);
    can('create', 'Article', ofTheirs, forStaffToo);
    can('create', 'Article', ofTheirs, forClass);
    can(['read', 'create', 'delete'], 'ArticleShare', when('of an article of theirs', { article: ofTheirs.where }));
    can('read', 'School', schoolOfStaff, when('their own', { id: me.schoolId! }));
  },

  student(can: Can, me: Identity) {
    const self = me.studentId ?? nobody;
    const myClass = { archivedAt: null, enrollments: { some: { endedOn: null, studentId: self } } };
    const themselves = when('themselves', { id: self });

    can('read', 'Student', wholeStudentButMedicalNotes, themselves);
    can('update', 'Student', ['preferredName', 'phone'], themselves);
    can('read', 'Class', when('that they attend', myClass));
    can('read', 'Term');
    can('read', 'Enrollment', when('their own', { studentId: self }));
    can('read', 'Guardianship', when('their own', { studentId: self }));

    can('read', 'Article', published, forAll);
    can('read', 'Article', published, when('for a class that they attend', { class: myClass }));
    can('read', 'Article', draft, sharedWith(me));
    can('read', 'School', schoolOfMembers, when('their own', { id: me.schoolId! }));
  },

  guardian(can: Can, me: Identity) {
    const child = { archivedAt: null, guardianships: { some: { archivedAt: null, membershipId: me.membershipId } } };
    const classOfChild = { archivedAt: null, enrollments: { some: { endedOn: null, student: child } } };
    const children = when('who are their children', child);

    can('read', 'Student', children);
    can('update', 'Student', ['phone', 'address'], children);
    const teachChild = { classes: { some: { class: classOfChild } } };
    can('read', 'Teacher', basicTeacher, when('who teach a class that their child attends', teachChild));
    can('read', 'Class', when('that their child attends', classOfChild));
    can('read', 'Term');
    can('read', 'Enrollment', when('of their child', { student: child }));
    can('read', 'Guardianship', when('of their child', { student: child }));

    can('read', 'Article', published, forAll);
    can('read', 'Article', published, when('for a class that their child attends', { class: classOfChild }));
    can('read', 'Article', draft, sharedWith(me));
    can('read', 'School', schoolOfMembers, when('their own', { id: me.schoolId! }));
  },
};
