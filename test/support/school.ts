import { argon2id, hash } from 'argon2';
import { AccessTokens } from '../../apps/api/src/auth/access-tokens.js';
import { KeyRing } from '../../apps/api/src/auth/key-ring.js';
import { KeysInUse } from '../../apps/api/src/config/keys-in-use.js';
import { SessionStore } from '../../apps/api/src/auth/session-store.js';
import type { Role } from '../../apps/api/src/prisma/generated/enums.js';
import { app, unique } from './app.js';
import { Client } from './client.js';

export const PASSPHRASE = 'correct for every test actor';
const passwordHash = hash(PASSPHRASE, { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });

export const url = async () => (await app()).url;
export const anonymous = new Client(url);

/** A member of a school, with a session from its first request on. */
export class Actor extends Client {
  private held?: Promise<string | undefined>;

  constructor(
    readonly name: string,
    readonly email: string,
    readonly userId: string,
    readonly membershipId: string,
  ) {
    super(url, () => this.accessToken());
  }

  accessToken(): Promise<string> {
    this.held ??= openSession(this.membershipId);
    return this.held as Promise<string>;
  }

  /** Forgets the token, so that the next request has a new session. */
  forget(): this {
    this.held = undefined;
    return this;
  }

  login(password = PASSPHRASE) {
    return anonymous.post('/v1/auth/login', { email: this.email, password });
  }
}

/** What a login does once the password was found right: to hash one for each actor would be a good part of what the tests cost. */
async function openSession(membershipId: string): Promise<string | undefined> {
  const { database, prisma, config } = await app();
  const { user, ...membership } = await database.membership.findUniqueOrThrow({
    where: { id: membershipId },
    select: { id: true, role: true, schoolId: true, epoch: true, user: { select: { id: true, passwordHash: true } } },
  });
  const device = { ip: '127.0.0.1', userAgent: undefined, dpopThumbprint: null };
  const grant = await new SessionStore(prisma).open(user!, membership, device, { factor: false });
  return grant && (await new AccessTokens(new KeyRing(new KeysInUse(config)), config).issue(grant)).accessToken;
}

interface MemberOptions {
  schoolId: string | null;
  role: Role;
  studentId?: string;
  teacherId?: string;
}

/** A user with one membership. */
export async function member(name: string, { schoolId, role, ...link }: MemberOptions): Promise<Actor> {
  const { database } = await app();
  const email = `${unique(name.toLowerCase())}@school.example`;
  const user = await database.user.create({
    data: { email, name: `Xen ${unique('Quill')}`, passwordHash: await passwordHash },
  });
  const names = { givenName: 'Xen', familyName: 'Quill', phone: '+44 20 7946 0000' };
  const { id } = await database.membership.create({
    data: { schoolId, userId: user.id, role, status: 'active', ...names, ...link },
  });
  return new Actor(name, email, user.id, id);
}

/**
 * A school of its own with people who know each other: `teacher` teaches `maths`, in which `student` is; `teacherTwo` teaches
 * `art`, in which `studentTwo` is; each student has a guardian. `rows` are the records behind them.
 */
export async function school() {
  const { database } = await app();
  const { id: schoolId } = await database.school.create({ data: { name: unique('School'), slug: unique('school') } });
  const [sam, tim] = [await studentRow(schoolId, 'Sam'), await studentRow(schoolId, 'Tim')];
  const [tess, omar] = [await teacherRow(schoolId, 'Tess'), await teacherRow(schoolId, 'Omar')];
  const term = await database.term.create({
    data: { schoolId, name: 'Autumn', startsOn: new Date('2026-09-01'), endsOn: new Date('2026-12-18') },
  });
  const classWith = (name: string, teacherId: string) =>
    database.class.create({ data: { schoolId, name, termId: term.id, teachers: { create: { teacherId } } } });
  const [maths, art] = [await classWith('Maths', tess.id), await classWith('Art', omar.id)];
  const enroll = (classId: string, studentId: string) =>
    database.enrollment.create({ data: { schoolId, classId, studentId, enrolledOn: new Date('2026-09-01') } });
  const [samInMaths, timInArt] = [await enroll(maths.id, sam.id), await enroll(art.id, tim.id)];

  const admin = await member('Admin', { schoolId, role: 'admin' });
  const teacher = await member('Teacher', { schoolId, role: 'teacher', teacherId: tess.id });
  const teacherTwo = await member('TeacherTwo', { schoolId, role: 'teacher', teacherId: omar.id });
  const student = await member('Student', { schoolId, role: 'student', studentId: sam.id });
  const studentTwo = await member('StudentTwo', { schoolId, role: 'student', studentId: tim.id });
  const guardian = await member('Guardian', { schoolId, role: 'guardian' });
  const guardianTwo = await member('GuardianTwo', { schoolId, role: 'guardian' });
  const guard = (studentId: string, { membershipId }: Actor) =>
    database.guardianship.create({ data: { schoolId, studentId, membershipId, relation: 'parent' } });
  const [ofSam, ofTim] = [await guard(sam.id, guardian), await guard(tim.id, guardianTwo)];

  const rows = { schoolId, sam, tim, tess, omar, term, maths, art, samInMaths, timInArt, ofSam, ofTim };
  return { admin, teacher, teacherTwo, student, studentTwo, guardian, guardianTwo, anonymous, rows };
}

export const operator = () => member('Operator', { schoolId: null, role: 'operator' });

export async function studentRow(schoolId: string, givenName = 'Sam', more: object = {}) {
  const { database } = await app();
  return database.student.create({
    data: {
      schoolId,
      studentNumber: unique('N'),
      givenName,
      familyName: 'Stone',
      preferredName: 'Sunny',
      gradeLevel: 7,
      birthDate: new Date('2013-05-17'),
      email: `${unique('pupil')}@school.example`,
      phone: '+44 20 7946 0001',
      address: '1 Old Road',
      medicalNotes: 'Allergic to nuts',
      ...more,
    },
  });
}

export async function teacherRow(schoolId: string, givenName = 'Tess', more: object = {}) {
  const { database } = await app();
  return database.teacher.create({
    data: {
      schoolId,
      staffNumber: unique('T'),
      givenName,
      familyName: 'Moreau',
      subjects: ['Maths'],
      email: `${unique('staff')}@school.example`,
      phone: '+44 20 7946 0002',
      hiredOn: new Date('2019-09-01'),
      ...more,
    },
  });
}

/** A draft unless told otherwise. */
export async function articleRow(author: Actor, schoolId: string, more: object = {}) {
  const { database } = await app();
  const data = {
    schoolId,
    authorId: author.membershipId,
    title: unique('News'),
    body: 'Some *news*.',
    audience: 'school' as const,
    ...more,
  };
  return database.article.create({ data });
}

export const published = { status: 'published' as const, publishedAt: new Date('2026-10-01T08:00:00Z') };
export const ABSENT = '01a00000-0000-7000-8000-000000000000';
