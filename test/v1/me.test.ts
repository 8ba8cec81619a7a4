import { type AnyMongoAbility as AnyAbility, createMongoAbility, subject } from '@casl/ability';
import { unpackRules } from '@casl/ability/extra';
import { expectProblem } from '../support/assertions.js';
import { app } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { anonymous, member, operator, school } from '../support/school.js';

type Packed = Parameters<typeof unpackRules>[0];

describe('GET /v1/me', () => {
  it('needs a credential', async () => {
    expectProblem(await anonymous.get('/v1/me'), 401);
  });

  it('says who the caller is, with each of its active memberships, and nothing more', async () => {
    const [here, there] = [await school(), await school()];
    const { database } = await app();
    const user = await database.user.findUniqueOrThrow({ where: { id: here.teacher.userId } });
    const more = (schoolId: string, status: 'active' | 'suspended', role: 'guardian' | 'admin') =>
      database.membership.create({ data: { schoolId, userId: user.id, role, status } });
    const second = await more(there.rows.schoolId, 'active', 'guardian');
    await more(there.rows.schoolId, 'suspended', 'admin');
    const { status, body, headers } = await here.teacher.get('/v1/me');
    expect(status).toBe(200);
    const [schoolHere, schoolThere] = [await here.admin.get('/v1/school'), await there.admin.get('/v1/school')].map(
      (answer) => ({
        id: answer.body.id,
        name: answer.body.name,
      }),
    );
    const membership = { id: here.teacher.membershipId, role: 'teacher', school: schoolHere };
    expect(body).toEqual({
      user: { id: user.id, email: here.teacher.email, name: user.name },
      membership,
      memberships: [membership, { id: second.id, role: 'guardian', school: schoolThere }],
      permissions: expect.any(Array),
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(JSON.stringify(body)).not.toMatch(/argon2|passwordHash|epoch/);
  });

  it('says that the operator has no school', async () => {
    const someone = await operator();
    const { body } = await someone.get('/v1/me');
    expect(body.membership).toEqual({ id: someone.membershipId, role: 'operator', school: null });
  });

  it('gives rules that a front end can ask', async () => {
    const { student, teacher, rows } = await school();
    const rulesOf = ({ body }: Answer) =>
      createMongoAbility<AnyAbility>(unpackRules(body.permissions as Packed) as never);
    const asStudent = rulesOf(await student.get('/v1/me'));
    const own = subject('Student', { id: rows.sam.id, schoolId: rows.schoolId });
    const other = subject('Student', { id: rows.tim.id, schoolId: rows.schoolId });
    expect(asStudent.can('read', own, 'birthDate')).toBe(true);
    expect(asStudent.can('read', own, 'medicalNotes')).toBe(false);
    expect(asStudent.can('update', own, 'phone')).toBe(true);
    expect(asStudent.can('update', own, 'familyName')).toBe(false);
    expect(asStudent.can('read', other)).toBe(false);
    expect(asStudent.can('read', 'Teacher')).toBe(false);
    expect(asStudent.can('create', 'Article')).toBe(false);
    const asTeacher = rulesOf(await teacher.get('/v1/me'));
    expect(
      asTeacher.can('update', subject('Article', { schoolId: rows.schoolId, authorId: teacher.membershipId })),
    ).toBe(true);
    expect(
      asTeacher.can('update', subject('Article', { schoolId: rows.schoolId, authorId: student.membershipId })),
    ).toBe(false);
    expect(asTeacher.can('archive', 'Student')).toBe(false);
  });

  it('shows each member its own rules only', async () => {
    const { rows } = await school();
    const guardian = await member('Alone', { schoolId: rows.schoolId, role: 'guardian' });
    const subjects = unpackRules((await guardian.get('/v1/me')).body.permissions).flatMap((rule) => rule.subject);
    expect(new Set(subjects)).toEqual(
      new Set([
        'Student',
        'Teacher',
        'Class',
        'Term',
        'Enrollment',
        'Guardianship',
        'Article',
        'School',
        'User',
        'Session',
        'Factor',
        'ExternalIdentity',
      ]),
    );
  });
});
