import type { Can, Identity } from './ability.js';

/*
 * Who may do what: the whole of it. Nothing is allowed that is not written here, and no rule takes anything away.
 * Read a line as: this role can <do> <to what> [<only these fields>] <where>.
 * The conditions are Prisma's, and become part of every statement's WHERE.
 */

const basicStudent = [
  'id',
  'studentNumber',
  'givenName',
  'familyName',
  'preferredName',
  'gradeLevel',
  'status',
  'createdAt',
  'updatedAt',
];
const wholeStudentButMedicalNotes = [...basicStudent, 'birthDate', 'email', 'phone', 'address'];
const basicTeacher = ['id', 'givenName', 'familyName', 'preferredName', 'subjects', 'createdAt', 'updatedAt'];

export const policy = {
  everyone(can: Can, me: Identity) {
    can(['read', 'update'], 'User', { id: me.userId });
    can(['read', 'update', 'delete'], 'Session', { userId: me.userId });
  },

  operator(can: Can, _me: Identity) {
    can(['oversee', 'read', 'create', 'update'], 'School', {});
  },

  admin(can: Can, me: Identity) {
    const ownSchool = { schoolId: me.schoolId! };
    can(['read', 'create', 'update', 'archive', 'restore'], 'Student', ownSchool);
    can(['read', 'create', 'update', 'archive', 'restore'], 'Teacher', ownSchool);
    can(['read', 'create', 'update', 'archive', 'restore', 'assign'], 'Class', ownSchool);
    can(['read', 'create', 'update', 'archive', 'restore'], 'Term', ownSchool);
    can(['read', 'create', 'delete'], 'Enrollment', ownSchool);
    can(['read', 'create', 'delete'], 'Guardianship', ownSchool);
    can(['read', 'create', 'update', 'archive', 'restore', 'publish', 'share'], 'Article', ownSchool);
    can(['read', 'create', 'delete'], 'ArticleShare', ownSchool);
    can(['read', 'create'], 'Membership', ownSchool);
    can('update', 'Membership', ['status'], ownSchool);
    can('update', 'Membership', ['role'], { ...ownSchool, id: { not: me.membershipId } });
    can('read', 'School', { id: me.schoolId! });
    can('update', 'School', ['name', 'timezone'], { id: me.schoolId! });
  },

  teacher(can: Can, me: Identity) {
    const ownSchool = { schoolId: me.schoolId! };
    const ownClass = { archivedAt: null, teachers: { some: { teacherId: me.teacherId ?? nobody } } };
    const inOwnClass = { enrollments: { some: { endedOn: null, class: ownClass } } };
    const own = { ...ownSchool, authorId: me.membershipId };

    can('read', 'Student', [...basicStudent, 'birthDate'], { ...ownSchool, ...inOwnClass });
    can('read', 'Teacher', basicTeacher, ownSchool);
    can('read', 'Teacher', { ...ownSchool, id: me.teacherId ?? nobody });
    can('update', 'Teacher', ['preferredName', 'phone'], { ...ownSchool, id: me.teacherId ?? nobody });
    can('read', 'Class', { ...ownSchool, ...ownClass });
    can('update', 'Class', ['description'], { ...ownSchool, ...ownClass });
    can('read', 'Term', ownSchool);
    can('read', 'Enrollment', { ...ownSchool, class: ownClass });
    can('read', 'Guardianship', { ...ownSchool, student: { archivedAt: null, ...inOwnClass } });

    can('read', 'Article', { ...ownSchool, status: 'published', audience: { in: ['school', 'staff'] } });
    can('read', 'Article', { ...ownSchool, status: 'published', audience: 'class', class: ownClass });
    can(['read', 'update', 'archive', 'publish', 'share'], 'Article', own);
    can('read', 'Article', { ...ownSchool, status: 'draft', shares: { some: { membershipId: me.membershipId } } });
    can('create', 'Article', { ...own, audience: { in: ['school', 'staff'] } });
    can('create', 'Article', { ...own, audience: 'class', class: ownClass });
    can(['read', 'create', 'delete'], 'ArticleShare', { ...ownSchool, article: own });
    can('read', 'School', { id: me.schoolId! });
  },

  student(can: Can, me: Identity) {
    const ownSchool = { schoolId: me.schoolId! };
    const self = { ...ownSchool, id: me.studentId ?? nobody };
    const ownClass = { archivedAt: null, enrollments: { some: { endedOn: null, studentId: me.studentId ?? nobody } } };

    can('read', 'Student', wholeStudentButMedicalNotes, self);
    can('update', 'Student', ['preferredName', 'phone'], self);
    can('read', 'Class', { ...ownSchool, ...ownClass });
    can('read', 'Term', ownSchool);
    can('read', 'Enrollment', { ...ownSchool, studentId: me.studentId ?? nobody });
    can('read', 'Guardianship', { ...ownSchool, studentId: me.studentId ?? nobody });

    can('read', 'Article', { ...ownSchool, status: 'published', audience: 'school' });
    can('read', 'Article', { ...ownSchool, status: 'published', audience: 'class', class: ownClass });
    can('read', 'Article', { ...ownSchool, status: 'draft', shares: { some: { membershipId: me.membershipId } } });
    can('read', 'School', { id: me.schoolId! });
  },

  guardian(can: Can, me: Identity) {
    const ownSchool = { schoolId: me.schoolId! };
    const child = { archivedAt: null, guardianships: { some: { archivedAt: null, membershipId: me.membershipId } } };
    const classOfChild = { archivedAt: null, enrollments: { some: { endedOn: null, student: child } } };

    can('read', 'Student', { ...ownSchool, ...child });
    can('update', 'Student', ['phone', 'address'], { ...ownSchool, ...child });
    can('read', 'Teacher', basicTeacher, { ...ownSchool, classes: { some: { class: classOfChild } } });
    can('read', 'Class', { ...ownSchool, ...classOfChild });
    can('read', 'Term', ownSchool);
    can('read', 'Enrollment', { ...ownSchool, student: child });
    can('read', 'Guardianship', { ...ownSchool, student: child });

    can('read', 'Article', { ...ownSchool, status: 'published', audience: 'school' });
    can('read', 'Article', { ...ownSchool, status: 'published', audience: 'class', class: classOfChild });
    can('read', 'Article', { ...ownSchool, status: 'draft', shares: { some: { membershipId: me.membershipId } } });
    can('read', 'School', { id: me.schoolId! });
  },
};

/** The id of no row: a member whose student or teacher record is missing or archived owns nothing by it. */
const nobody = '00000000-0000-0000-0000-000000000000';
