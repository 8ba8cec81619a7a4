import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Caller, createCaller } from '../access/ability.js';
import { isStaff } from './session-life.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { AccessClaims } from './access-tokens.js';
import { IdentityChanges } from './identity-changes.js';

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
  private readonly known = new LRUCache<string, Remembered>({
    max: 10_000,
    dispose: (_, key) => this.unlink(key),
  });
  /** The entries that an id is a part of, so that a change finds them without looking at all. */
  private readonly keysById = new Map<string, Set<string>>();
  private readonly idsByKey = new Map<string, string[]>();

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
    if (!found.caller || found.until <= Date.now()) return undefined;
    const { caller, epoch } = found;
    const stillTrue =
      epoch === claims.epoch &&
      caller.role === claims.role &&
      caller.schoolId === claims.school &&
      caller.userId === claims.sub;
    return stillTrue && caller.status === 'active' ? caller : undefined;
  }

  private async load(claims: AccessClaims): Promise<Remembered> {
    const before = this.changes.count;
    const found = await this.read(claims);
    // A change that came while the rows were being read may not be in them.
    if (this.changes.heard() && this.changes.count === before) this.remember(claims, found);
    return found;
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
      factorMissing: member.school?.staffFactorRequired === true && isStaff(member.role) && session.factorAt === null,
      authenticatedAt: session.authenticatedAt.getTime(),
      studentId: member.student?.archivedAt === null ? member.studentId : null,
      teacherId: member.teacher?.archivedAt === null ? member.teacherId : null,
    });
    const until = Math.min(session.expiresAt.getTime(), session.idleExpiresAt.getTime());
    return { caller, epoch: member.epoch, until };
  }

  private remember({ sid, mid, sub, school }: AccessClaims, found: Remembered): void {
    const key = `${sid} ${mid}`;
    const ids = [sid, mid, sub, ...(school ? [school] : [])];
    this.known.set(key, found);
    this.idsByKey.set(key, ids);
    for (const id of ids) this.keysById.set(id, (this.keysById.get(id) ?? new Set()).add(key));
  }

  private forget(changed: string | undefined): void {
    if (changed === undefined) return this.known.clear();
    for (const key of this.keysById.get(changed) ?? []) this.known.delete(key);
  }

  private unlink(key: string): void {
    for (const id of this.idsByKey.get(key) ?? []) {
      const keys = this.keysById.get(id);
      keys?.delete(key);
      if (keys?.size === 0) this.keysById.delete(id);
    }
    this.idsByKey.delete(key);
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
