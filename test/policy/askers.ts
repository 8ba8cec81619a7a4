import { app } from '../support/app.js';
import { Client } from '../support/client.js';
import { type Actor, operator, type school } from '../support/school.js';
import { holding, session, sessionIdOf } from '../support/session.js';
import type { Me } from './conditions.js';

/** Someone who asks. Without `me` nobody whom the API knows: a credential that is missing or dead. */
export interface Asker {
  name: string;
  role?: string;
  me?: Me;
  sessionId?: string;
  client: Client;
}

type School = Awaited<ReturnType<typeof school>>;

interface Others {
  /** Their records are archived. */
  lostTeacher: Actor;
  lostStudent: Actor;
  /** A teacher of the one school, whose record is `beatrix`, and with `second` a guardian of the other. */
  both: Actor;
  beatrix: string;
  second: { id: string };
  suspended: Actor;
  ended: Actor;
}

/** Everyone who asks: nobody, dead credentials, the operator, each role, another school's admin, and one person with two memberships. */
export async function askersOf(
  at: () => Promise<string>,
  { admin, teacher, teacherTwo, student, guardian, rows }: School,
  elsewhere: School,
  { lostTeacher, lostStudent, both, beatrix, second, suspended, ended }: Others,
): Promise<Asker[]> {
  const records = new Map<Actor, Partial<Me>>([
    [teacher, { teacherId: rows.tess.id }],
    [teacherTwo, { teacherId: rows.omar.id }],
    [both, { teacherId: beatrix }],
    [student, { studentId: rows.sam.id }],
  ]);
  const asker = async (
    name: string,
    role: string,
    actor: Actor,
    schoolId: string | null = rows.schoolId,
  ): Promise<Asker> => {
    const { userId, membershipId } = actor;
    const token = await actor.accessToken();
    const me = { userId, membershipId, schoolId, ...records.get(actor) };
    return { name, role, me, sessionId: sessionIdOf(token), client: holding(token, at) };
  };
  const dead = async (name: string, actor: Actor): Promise<Asker> => ({
    name,
    client: holding(await actor.accessToken(), at),
  });
  const { accessToken } = await session(both);
  const { body: switched } = await holding(accessToken, at).post('/v1/auth/switch', { membershipId: second.id });
  const secondAsker: Asker = {
    name: 'the second membership',
    role: 'guardian',
    me: { userId: both.userId, membershipId: second.id, schoolId: elsewhere.rows.schoolId },
    sessionId: sessionIdOf(switched.accessToken),
    client: holding(switched.accessToken, at),
  };
  const askers = [
    { name: 'anonymous', client: new Client(at) },
    await dead('an ended session', ended),
    await dead('a suspended member', suspended),
    await asker('the operator', 'operator', await operator(), null),
    await asker('the admin', 'admin', admin),
    await asker('another school’s admin', 'admin', elsewhere.admin, elsewhere.rows.schoolId),
    await asker('the teacher', 'teacher', teacher),
    await asker('the other teacher', 'teacher', teacherTwo),
    await asker('a teacher whose record is archived', 'teacher', lostTeacher),
    await asker('the first membership', 'teacher', both),
    secondAsker,
    await asker('the student', 'student', student),
    await asker('a student whose record is archived', 'student', lostStudent),
    await asker('the guardian', 'guardian', guardian),
  ];
  const { database } = await app();
  await database.session.updateMany({ where: { userId: ended.userId }, data: { endedAt: new Date() } });
  await database.membership.update({ where: { id: suspended.membershipId }, data: { status: 'suspended' } });
  return askers;
}
