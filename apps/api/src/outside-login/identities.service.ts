import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import { endOtherSessions } from '../auth/other-sessions.js';
import { holdCaller } from '../auth/second-factors.js';
import { WaysIn } from '../auth/ways-in.js';
import type { Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import type { PageQuery } from '../common/page.dto.js';
import { Pages } from '../common/pages.js';
import { conflict, notFound } from '../common/problem.js';
import { Notices } from '../mail/notices.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { LinkIdentity } from './dto/link-identity.dto.js';
import { Exchange } from './exchange.js';
import { identities, type IdentityView, tagged } from './identity.view.js';

/** A user's own accounts at OpenID providers. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly exchange: Exchange,
    private readonly notices: Notices,
    private readonly waysIn: WaysIn,
    private readonly changes: IdentityChanges,
  ) {}

  findMany(caller: Caller, query: PageQuery): Promise<Page<IdentityView>> {
    return this.pages.find(caller, this.prisma.externalIdentity, {
      view: identities,
      query,
      sort: '-createdAt',
      where: [],
    });
  }

  async findOne(caller: Caller, id: string): Promise<Versioned<IdentityView>> {
    const where = { AND: [rows(caller, 'read', 'ExternalIdentity'), { id }] };
    const identity = await this.prisma.externalIdentity.findFirst({ where, select: identities.select(caller) });
    if (!identity) throw notFound();
    return tagged(identities.show(caller, identity));
  }

  /**
   * Links the account that the caller has just logged in to at the provider, and tells the caller by mail (ASVS 6.3.7).
   * 401 if the answer is none of this login, 404 for an unknown provider, 409 if that account is linked to somebody already.
   */
  async create(caller: Caller, { provider, ...answer }: LinkIdentity): Promise<Versioned<IdentityView>> {
    rows(caller, 'create', 'ExternalIdentity');
    const { issuer, subject } = await this.exchange.redeem(provider, answer);
    return this.prisma.$transaction(async (transaction) => {
      const user = await holdCaller(transaction, caller);
      if (await transaction.externalIdentity.count({ where: { issuer, subject } }))
        throw conflict('This account is linked already.');
      // Of two at once, the second meets the unique key, which is a 409 as well.
      const data = { userId: user.id, issuer, subject };
      const identity = await transaction.externalIdentity.create({ data, select: identities.select(caller) });
      await this.notices.identityLinked(transaction, user);
      return tagged(identities.show(caller, identity));
    });
  }

  /** 404 if it is not the caller's; 409 if it is the only way to log in: without a password, a passkey or another account. The other sessions end. */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.prisma.$transaction(async (transaction) => {
      const user = await holdCaller(transaction, caller);
      const where = { AND: [rows(caller, 'delete', 'ExternalIdentity'), { id }] };
      if ((await transaction.externalIdentity.deleteMany({ where })).count === 0) throw notFound();
      await this.waysIn.require(transaction, user.id);
      await endOtherSessions(transaction, caller);
      await this.notices.identityUnlinked(transaction, user);
    });
    await this.changes.settled();
  }
}
