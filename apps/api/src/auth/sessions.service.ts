import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { notFound } from '../common/problem.js';
import { Pages } from '../common/pages.js';
import type { Page } from '../common/page.js';
import type { PageQuery } from '../common/page.dto.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { IdentityChanges } from './identity-changes.js';
import { alive } from './session-life.js';
import { sessions, type SessionView } from './session.view.js';

/** A user's own sessions: one for each login on each device. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: IdentityChanges,
    private readonly pages: Pages,
  ) {}

  findMany(caller: Caller, query: PageQuery): Promise<Page<SessionView>> {
    return this.pages.find(caller, this.prisma.session, {
      view: sessions,
      query,
      sort: '-createdAt',
      where: [alive()],
    });
  }

  /** Ends one; 404 if it is not the caller's or has ended. */
  async remove(caller: Caller, id: string): Promise<void> {
    if ((await this.end(caller, { id })) === 0) throw notFound();
  }

  async removeOthers(caller: Caller): Promise<void> {
    await this.end(caller, { id: { not: caller.sessionId } });
  }

  private async end(caller: Caller, which: { id: string | { not: string } }): Promise<number> {
    const where = { AND: [rows(caller, 'delete', 'Session'), alive(), which] };
    const { count } = await this.prisma.session.updateMany({ where, data: { endedAt: new Date() } });
    await this.changes.settled();
    return count;
  }
}
