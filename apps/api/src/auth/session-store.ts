import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Identity } from '../access/ability.js';
import { notFound } from '../common/problem.js';
import type { MembershipStatus, Role } from '../prisma/generated/enums.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { lifeOf } from './session-life.js';

/** What a token is made for. */
export type Grant = Pick<Identity, 'userId' | 'sessionId' | 'membershipId' | 'role' | 'schoolId'> & {
  epoch: number;
  dpopThumbprint: string | null;
};

export interface Device {
  ip: string;
  userAgent: string | undefined;
  /** The key that it has proven to hold (RFC 9449), which its tokens are bound to; null where it asks for a bearer's. */
  dpopThumbprint: string | null;
}

export type Account = { id: string; passwordHash: string | null };
export type Member = { id: string; role: Role; schoolId: string | null; epoch: number };
type Rotated = Grant & { counter: number; ended: boolean };

/** A refresh token used a second time so soon is a lost answer or a second tab, and gets the same successor. */
const GRACE_SECONDS = 10;

/** The statements that open a session, rotate its refresh token and switch its membership; each is atomic by itself. */
@Injectable()
export class SessionStore {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Opens a session for whom proved to be this user; undefined if the password, the role or the status has changed since it was
   * read, or there is a second factor and it was not used. The rows are locked while the session is written: a login under way can't outlive the change that ends all sessions. The user's
   * is locked by a statement before it, as what else a statement reads is as old as its beginning: a factor added while it waited too.
   */
  async open(
    { id: userId, passwordHash }: Account,
    member: Member,
    device: Device,
    { factor }: { factor: boolean },
  ): Promise<Grant | undefined> {
    const { absolute, idle } = lifeOf(member.role);
    const { dpopThumbprint } = device;
    // A proxy may forward something else than an address.
    const ip = isIP(device.ip) ? device.ip : null;
    const [session] = await this.prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT FROM "User" WHERE id = ${userId}::uuid FOR SHARE`;
      return transaction.$queryRaw<{ id: string }[]>`
        INSERT INTO "Session" ("userId", "membershipId", ip, device, "dpopThumbprint", "factorAt", "expiresAt", "idleExpiresAt")
        SELECT u.id, m.id, ${ip}, ${printable(device.userAgent)}, ${dpopThumbprint}, CASE WHEN ${factor} THEN now() END,
          now() + make_interval(secs => ${absolute / 1_000}::float8), now() + make_interval(secs => ${idle / 1_000}::float8)
        FROM "User" u JOIN "Membership" m ON m."userId" = u.id
        WHERE u.id = ${userId}::uuid AND u."passwordHash" IS NOT DISTINCT FROM ${passwordHash}
          AND m.id = ${member.id}::uuid AND m.status = 'active' AND m.epoch = ${member.epoch}
          AND (${factor} OR NOT EXISTS (SELECT FROM "Factor" f WHERE f."userId" = u.id AND f."confirmedAt" IS NOT NULL))
        FOR SHARE OF u, m
        RETURNING id`;
    });
    if (!session) return undefined;
    const { id: membershipId, role, schoolId, epoch } = member;
    return { userId, sessionId: session.id, membershipId, role, schoolId, epoch, dpopThumbprint };
  }

  /**
   * Uses the refresh token of this counter. One statement decides: the first use moves the counter on; another within the grace
   * changes nothing; any later one ends the session, its newest tokens included (RFC 9700, 4.14.2). Order is by the counter.
   * Of a session that is bound to a key it is for who holds the key: in other hands the token isn't even a used one.
   * undefined when there is no such living session; `ended` when this use has ended it.
   */
  async rotate(sessionId: string, counter: number, dpopThumbprint: string | null): Promise<Rotated | undefined> {
    const [rotated] = await this.prisma.$queryRaw<Rotated[]>`
      UPDATE "Session" s SET
        counter = CASE WHEN s.counter = ${counter} THEN s.counter + 1 ELSE s.counter END,
        "rotatedAt" = CASE WHEN s.counter = ${counter} THEN now() ELSE s."rotatedAt" END,
        "lastUsedAt" = now(),
        "idleExpiresAt" = CASE WHEN s.counter = ${counter}
          THEN now() + make_interval(secs => CASE WHEN m.role IN ('student', 'guardian')
            THEN ${lifeOf('student').idle / 1_000}::float8 ELSE ${lifeOf('teacher').idle / 1_000}::float8 END) ELSE s."idleExpiresAt" END,
        "endedAt" = CASE WHEN s.counter = ${counter}
          OR (s.counter = ${counter} + 1 AND s."rotatedAt" > now() - make_interval(secs => ${GRACE_SECONDS})) THEN NULL ELSE now() END
      FROM "Membership" m
      WHERE s.id = ${sessionId}::uuid AND m.id = s."membershipId" AND m.status = 'active'
        AND s."endedAt" IS NULL AND s."expiresAt" > now() AND s."idleExpiresAt" > now()
        AND s."dpopThumbprint" IS NOT DISTINCT FROM ${dpopThumbprint}
      RETURNING s.id AS "sessionId", s."userId", s.counter, s."endedAt" IS NOT NULL AS ended,
        s."dpopThumbprint", m.id AS "membershipId", m.role, m."schoolId", m.epoch`;
    return rotated;
  }

  /** Makes another active membership of the same user the session's, for at most as long as its role allows. @throws 404 */
  async switchTo({ userId, sessionId }: Identity, membershipId: string): Promise<Grant> {
    const member = await this.prisma.membership.findFirst({
      where: { id: membershipId, userId, status: 'active' satisfies MembershipStatus },
      select: { role: true },
    });
    if (!member) throw notFound();
    const { absolute, idle } = lifeOf(member.role);
    const [grant] = await this.prisma.$queryRaw<Grant[]>`
      UPDATE "Session" s SET "membershipId" = m.id,
        "expiresAt" = least(s."expiresAt", s."createdAt" + make_interval(secs => ${absolute / 1_000})),
        "idleExpiresAt" = least(s."idleExpiresAt", now() + make_interval(secs => ${idle / 1_000}))
      FROM "Membership" m
      WHERE s.id = ${sessionId}::uuid AND s."endedAt" IS NULL
        AND m.id = ${membershipId}::uuid AND m."userId" = ${userId}::uuid AND m.status = 'active' AND m.role = ${member.role}::"Role"
      RETURNING s.id AS "sessionId", s."userId", s."dpopThumbprint", m.id AS "membershipId", m.role, m."schoolId", m.epoch`;
    if (!grant) throw notFound();
    return grant;
  }
}

/** What a client says of itself, in so far as it can be stored and shown. */
const printable = (userAgent: string | undefined) =>
  userAgent?.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').slice(0, 256) || null;
