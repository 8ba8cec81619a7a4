import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
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
import { Providers } from './providers.js';

/** A user's own accounts at OpenID providers. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly exchange: Exchange,
    private readonly providers: Providers,
    private readonly notices: Notices,
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
      const user = await held(transaction, caller.userId);
      if (await transaction.externalIdentity.count({ where: { issuer, subject } }))
        throw conflict('This account is linked already.');
      // Of two at once, the second meets the unique key, which is a 409 as well.
      const data = { userId: user.id, issuer, subject };
      const identity = await transaction.externalIdentity.create({ data, select: identities.select(caller) });
      await this.notices.identityLinked(transaction, user);
      return tagged(identities.show(caller, identity));
    });
  }

  /** 404 if it is not the caller's; 409 if it is the only way to log in: without a password, a passkey or another account. */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.prisma.$transaction(async (transaction) => {
      const user = await held(transaction, caller.userId);
      const where = { AND: [rows(caller, 'delete', 'ExternalIdentity'), { id }] };
      if ((await transaction.externalIdentity.deleteMany({ where })).count === 0) throw notFound();
      const ways = [
        { passwordHash: { not: null } },
        { factors: { some: { kind: 'passkey' as const, confirmedAt: { not: null } } } },
        // One at a provider that is not configured any more opens nothing.
        { identities: { some: { issuer: { in: this.providers.all.map(({ issuer }) => issuer) } } } },
      ];
      if (!(await transaction.user.count({ where: { id: user.id, OR: ways } })))
        throw conflict('It is your only way to log in. Set a password or link another account first.');
      await this.notices.identityUnlinked(transaction, user);
    });
  }
}

/** The user's row first, as whatever else changes the account begins with it too: of two ways in, both can't be taken away at once. */
async function held(transaction: Pick<PrismaService, '$queryRaw'>, userId: string) {
  const [user] = await transaction.$queryRaw<{ id: string; email: string }[]>`
    SELECT id, email FROM "User" WHERE id = ${userId}::uuid FOR UPDATE`;
  return user!;
}
