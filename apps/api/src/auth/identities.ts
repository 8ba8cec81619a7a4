import { Injectable } from '@nestjs/common';
import { type Caller, createCaller } from '../access/ability.js';
import { isStaff } from './session-life.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { AccessClaims } from './access-tokens.js';
import { IdentityChanges } from './identity-changes.js';
import { Memory } from './memory.js';

interface Known {
  caller: Caller;
  epoch: number;
  /** When the session ends by itself, in milliseconds since 1970. */
  until: number;
}

/** A session that has ended, or is none of this member's: that is remembered too, or its token would cost queries each time. */
const nobody = { caller: undefined };
type Remembered = Known | typeof nobody;

/**
 * The callers that the database knows, with their abilities, in memory. An entry is dropped when the database tells of a change
 * to its session, member, user or school (identity-changes.ts), and none is believed while the database can't be heard.
 */
@Injectable()
export class Identities {
  private readonly known: Memory<Remembered>;

  constructor(
    private readonly prisma: PrismaService,
    changes: IdentityChanges,
  ) {
    this.known = new Memory(changes);
  }

  /** The caller that the claims name, if its session is alive and its role, school and status are still those of the token. */
  async find(claims: AccessClaims): Promise<Caller | undefined> {
    const { sid, mid, sub, school } = claims;
    const ids = [sid, mid, sub, ...(school ? [school] : [])];
    const found = await this.known.get(
      `${sid} ${mid}`,
      () => this.read(claims),
      () => ids,
    );
    if (!found?.caller || found.until <= Date.now()) return undefined;
    const { caller, epoch } = found;
    const stillTrue =
      epoch === claims.epoch &&
      caller.role === claims.role &&
      caller.schoolId === claims.school &&
      caller.userId === claims.sub;
    return stillTrue && caller.status === 'active' ? caller : undefined;
  }

  private async read({ sid, mid, sub }: AccessClaims): Promise<Remembered> {
    const [session, member] = await Promise.all([
      this.prisma.session.findFirst({ where: { id: sid, userId: sub, endedAt: null } }),
      this.prisma.membership.findFirst({ where: { id: mid, userId: sub }, select: memberColumns }),
    ]);
    if (!session || !member) return nobody;
    const caller = createCaller({
      userId: sub,
      sessionId: sid,
      membershipId: mid,
      role: member.role,
      status: member.status,
      schoolId: member.schoolId,
      timezone: member.school?.timezone ?? 'UTC',
      ...(session.dpopThumbprint !== null && { bound: true }),
      factorMissing: member.school?.staffFactorRequired === true && isStaff(member.role) && session.factorAt === null,
      authenticatedAt: session.authenticatedAt.getTime(),
      studentId: member.student?.archivedAt === null ? member.studentId : null,
      teacherId: member.teacher?.archivedAt === null ? member.teacherId : null,
    });
    const until = Math.min(session.expiresAt.getTime(), session.idleExpiresAt.getTime());
    return { caller, epoch: member.epoch, until };
  }
}

const memberColumns = {
  role: true,
  status: true,
  epoch: true,
  schoolId: true,
  studentId: true,
  teacherId: true,
  school: { select: { timezone: true, staffFactorRequired: true } },
  student: { select: { archivedAt: true } },
  teacher: { select: { archivedAt: true } },
};
