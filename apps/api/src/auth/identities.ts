import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Caller, createCaller } from '../access/ability.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { AccessClaims } from './access-tokens.js';
import { IdentityChanges } from './identity-changes.js';

interface Known {
  caller: Caller;
  epoch: number;
  /** When the session ends by itself, in milliseconds since 1970. */
  until: number;
}

/**
 * The callers that the database knows, with their abilities, in memory. An entry is dropped when the database tells of a change
 * to its session, member, user or school (identity-changes.ts), and none is believed while the database can't be heard.
 */
@Injectable()
export class Identities {
  private readonly known = new LRUCache<string, Known>({ max: 10_000 });

  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: IdentityChanges,
  ) {
    changes.onChange((id) => this.forget(id));
  }

  /** The caller that the claims name, if its session is alive and its role, school and status are still those of the token. */
  async find(claims: AccessClaims): Promise<Caller | undefined> {
    const remembered = this.changes.heard() ? this.known.get(`${claims.sid} ${claims.mid}`) : undefined;
    const found = remembered ?? (await this.load(claims));
    if (!found || found.until <= Date.now()) return undefined;
    const { caller, epoch } = found;
    const stillTrue =
      epoch === claims.epoch &&
      caller.role === claims.role &&
      caller.schoolId === claims.school &&
      caller.userId === claims.sub;
    return stillTrue && caller.status === 'active' ? caller : undefined;
  }

  private async load({ sid, mid, sub }: AccessClaims): Promise<Known | undefined> {
    const before = this.changes.count;
    const [session, member] = await Promise.all([
      this.prisma.session.findFirst({ where: { id: sid, userId: sub, endedAt: null } }),
      this.prisma.membership.findFirst({ where: { id: mid, userId: sub }, select: memberColumns }),
    ]);
    if (!session || !member) return undefined;
    const caller = createCaller({
      userId: sub,
      sessionId: sid,
      membershipId: mid,
      role: member.role,
      status: member.status,
      schoolId: member.schoolId,
      timezone: member.school?.timezone ?? 'UTC',
      studentId: member.student?.archivedAt === null ? member.studentId : null,
      teacherId: member.teacher?.archivedAt === null ? member.teacherId : null,
    });
    const found = {
      caller,
      epoch: member.epoch,
      until: Math.min(session.expiresAt.getTime(), session.idleExpiresAt.getTime()),
    };
    // A change that came while the rows were being read may not be in them.
    if (this.changes.heard() && this.changes.count === before) this.known.set(`${sid} ${mid}`, found);
    return found;
  }

  private forget(changed: string | undefined): void {
    if (changed === undefined) return this.known.clear();
    for (const [key, { caller }] of this.known.entries()) {
      if ([caller.sessionId, caller.membershipId, caller.userId, caller.schoolId].includes(changed))
        this.known.delete(key);
    }
  }
}

const memberColumns = {
  role: true,
  status: true,
  epoch: true,
  schoolId: true,
  studentId: true,
  teacherId: true,
  school: { select: { timezone: true } },
  student: { select: { archivedAt: true } },
  teacher: { select: { archivedAt: true } },
};
