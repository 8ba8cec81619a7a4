import { apiKey } from '../support/api-key.js';
import { app } from '../support/app.js';
import { type Actor, articleRow, member, published, school, studentRow, teacherRow } from '../support/school.js';
import { type Asker, askersOf } from './askers.js';
import { Store, type Tables } from './tables.js';

export interface World {
  /** The server that is asked. */
  url: string;
  askers: Asker[];
  store: Store;
  /** What the tables hold before each request. */
  tables: Tables;
}

/**
 * Two schools in which everything is there that tells one condition of the policy from another: what is taught and no more, what is
 * archived, ended, shared, somebody else's. Whoever adds a condition adds the row that only it tells apart; the mutation run asks.
 */
export async function build(): Promise<World> {
  const { url, config, database } = await app();
  // A mail that is sent meanwhile would be a change that nobody here has asked for.
  await database.$executeRaw`CREATE FUNCTION unsent() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;
  await database.$executeRaw`CREATE TRIGGER unsent BEFORE INSERT ON "Mail" FOR EACH ROW EXECUTE FUNCTION unsent()`;
  const [here, elsewhere] = [await school(), await school()];
  const { admin, teacher, teacherTwo, student, guardian, rows } = here;
  const { schoolId, tess, sam, maths, art } = rows;
  const archivedAt = new Date();
  const archivedTerm = {
    schoolId,
    name: 'Old',
    startsOn: new Date('2020-01-01'),
    endsOn: new Date('2020-06-30'),
    archivedAt,
  };
  await database.term.create({ data: archivedTerm });

  const gone = await teacherRow(schoolId, 'Gone', { archivedAt });
  const bea = await teacherRow(schoolId, 'Beatrix', { subjects: ['Chess'] });
  const idle = await teacherRow(schoolId, 'Idle');
  const room = (name: string, teacherId: string, more = {}) =>
    database.class.create({ data: { schoolId, name, teachers: { create: { teacherId } }, ...more } });
  const latin = await room('Latin', tess.id, { archivedAt });
  const music = await room('Music', gone.id);
  const chess = await room('Chess', bea.id);
  for (const [{ id: classId }, { id: teacherId }] of [
    [art, bea],
    [latin, idle],
  ] as const)
    await database.classTeacher.create({ data: { schoolId, classId, teacherId } });
  const [una, vic, wyn, yan] = [
    await studentRow(schoolId, 'Una'),
    await studentRow(schoolId, 'Vic', { gradeLevel: 9 }),
    await studentRow(schoolId, 'Wyn', { status: 'graduated' }),
    await studentRow(schoolId, 'Yan'),
  ];
  const zoe = await studentRow(schoolId, 'Zoe', { archivedAt });
  const endedOn = new Date('2026-10-01');
  const enroll = (studentId: string, classId: string, more = {}) =>
    database.enrollment.create({ data: { schoolId, classId, studentId, enrolledOn: new Date('2026-09-01'), ...more } });
  await enroll(una.id, maths.id, { endedOn });
  await enroll(vic.id, latin.id);
  await enroll(sam.id, latin.id);
  await enroll(zoe.id, maths.id);
  await enroll(zoe.id, chess.id);
  await enroll(yan.id, art.id);
  await enroll(yan.id, maths.id);
  await enroll(sam.id, music.id);
  await enroll(sam.id, art.id, { endedOn });
  await enroll(wyn.id, chess.id);

  const adminTwo = await member('AdminTwo', { schoolId, role: 'admin' });
  await apiKey(admin, schoolId);
  await apiKey(admin, schoolId, { revokedAt: archivedAt });
  await apiKey(elsewhere.admin, elsewhere.rows.schoolId);
  const lostTeacher = await member('LostTeacher', { schoolId, role: 'teacher', teacherId: gone.id });
  const lostStudent = await member('LostStudent', { schoolId, role: 'student', studentId: zoe.id });
  const coGuardian = await member('CoGuardian', { schoolId, role: 'guardian' });
  const suspended = await member('Suspended', { schoolId, role: 'admin' });
  const ended = await member('Ended', { schoolId, role: 'admin' });
  const both = await member('Both', { schoolId, role: 'teacher', teacherId: bea.id });
  const second = await database.membership.create({
    data: {
      schoolId: elsewhere.rows.schoolId,
      userId: both.userId,
      role: 'guardian',
      status: 'active',
      givenName: 'Both',
    },
  });
  await database.membership.create({
    data: { schoolId, role: 'guardian', invitedEmail: 'invited@school.example', givenName: 'Ivo' },
  });
  // Whom the other school has invited, this one can invite as well (the example of an invitation in the definition).
  await database.membership.create({
    data: { schoolId: elsewhere.rows.schoolId, role: 'student', invitedEmail: 'chidi.okafor@northwood.example' },
  });
  for (const { userId } of [teacher, guardian, both, elsewhere.admin])
    await database.externalIdentity.create({ data: { userId, issuer: 'https://id.school.example', subject: userId } });
  // Of those who ask nobody has enrolled any: what happens to who has is in test/v1/me.
  for (const { userId } of [adminTwo, coGuardian])
    await database.factor.create({ data: { userId, kind: 'totp', name: 'Phone', secret: Buffer.from('sealed') } });
  const guard = (studentId: string, membershipId: string, more = {}, at = schoolId) =>
    database.guardianship.create({ data: { schoolId: at, studentId, membershipId, relation: 'parent', ...more } });
  await guard(sam.id, coGuardian.membershipId);
  await guard(yan.id, guardian.membershipId, { archivedAt });
  await guard(zoe.id, guardian.membershipId);
  await guard(vic.id, coGuardian.membershipId);
  await guard(elsewhere.rows.sam.id, second.id, {}, elsewhere.rows.schoolId);

  const write = (author: Actor, audience: object, ...readers: { membershipId: string }[]) =>
    articleRow(author, author === elsewhere.teacher ? elsewhere.rows.schoolId : schoolId, {
      ...audience,
      shares: { create: readers.map(({ membershipId }) => ({ membershipId })) },
    });
  const everyone = [teacher, student, guardian];
  for (const author of [teacher, teacherTwo, admin]) await write(author, {}, ...(author === admin ? [] : everyone));
  for (const state of [{}, published]) {
    for (const audience of ['school', 'staff'])
      for (const author of [teacher, teacherTwo, elsewhere.teacher]) await write(author, { ...state, audience });
    for (const { id: classId } of [maths, art, latin, music, chess])
      await write(teacherTwo, { ...state, audience: 'class', classId });
  }
  await write(teacherTwo, { ...published, audience: 'class', classId: chess.id }, ...everyone);
  await write(teacherTwo, { ...published, audience: 'staff' }, student, guardian);
  await write(teacher, { ...published, audience: 'class', classId: maths.id });
  await write(teacher, { audience: 'class', classId: latin.id });
  await write(teacher, { ...published, archivedAt });
  await write(teacherTwo, { archivedAt }, ...everyone);
  await write(elsewhere.teacher, {}, elsewhere.student);

  const world = { url } as World;
  const others = { lostTeacher, lostStudent, both, second, suspended, ended, beatrix: bea.id };
  world.askers = await askersOf(async () => world.url, here, elsewhere, others);
  world.store = await Store.open(config.databaseUrl);
  world.tables = await world.store.read();
  return world;
}
