import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { Pages } from '../common/pages.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { ListMembers } from './dto/list-members.dto.js';
import type { UpdateMember } from './dto/update-member.dto.js';
import { type MemberRow, members, type MemberView } from './member.view.js';

/** Who belongs to the school, as what; for its admins. */
@Injectable()
export class MembersService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly identityChanges: IdentityChanges,
  ) {}

  findMany(caller: Caller, query: ListMembers): Promise<Page<MemberView>> {
    const { role, status } = query;
    return this.pages.find(caller, this.prisma.membership, {
      view: members,
      query,
      sort: 'createdAt',
      where: [{ role, status }],
    });
  }

  /** 404 if there is none in this school. */
  async findOne(caller: Caller, id: string): Promise<Versioned<MemberView>> {
    const where = { AND: [rows(caller, 'read', 'Membership'), { id }] };
    const member = await this.prisma.membership.findFirst({ where, select: members.select(caller) });
    if (!member) throw notFound();
    return members.versioned(caller, member);
  }

  /**
   * Changes role or status. The database counts the membership's epoch up with it and ends its sessions, and the caller gets its
   * answer when this instance has heard of it: its tokens are dead by then.
   *
   * 404; 403 for one's own role; 412 if stale; 409 if it would take the last active admin away, or activate a mere invitation.
   */
  async update(
    caller: Caller,
    id: string,
    changes: UpdateMember,
    ifMatch: Precondition,
  ): Promise<Versioned<MemberView>> {
    const member = await change<MemberRow, 'Membership'>(this.prisma.membership, caller, {
      action: 'update',
      subject: 'Membership',
      where: { id },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: members.select(caller),
    });
    await this.identityChanges.settled();
    return members.versioned(caller, member);
  }
}
