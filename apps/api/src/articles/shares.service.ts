import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { live } from '../access/archival.js';
import { holdRows } from '../access/hold-rows.js';
import { requireRow } from '../access/require-row.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { Pages } from '../common/pages.js';
import { conflict, notFound, Problem, unknownReference } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { ListShares } from './dto/list-shares.dto.js';
import { shares, type ShareView } from './share.view.js';

/** Whom a draft is shared with: 404 if the caller may not read the article, 403 if it may read but not share it. */
@Injectable()
export class SharesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  async findMany(caller: Caller, articleId: string, query: ListShares): Promise<Page<ShareView>> {
    await requireArticle(this.prisma, caller, articleId);
    return this.pages.find(caller, this.prisma.articleShare, {
      view: shares,
      query,
      sort: 'createdAt',
      where: [{ articleId }],
      of: articleId,
    });
  }

  async findOne(caller: Caller, articleId: string, id: string): Promise<Versioned<ShareView>> {
    await requireArticle(this.prisma, caller, articleId);
    const where = { AND: [rows(caller, 'read', 'ArticleShare'), { id, articleId }] };
    const share = await this.prisma.articleShare.findFirst({ where, select: shares.select(caller) });
    if (!share) throw notFound();
    return shares.versioned(caller, share);
  }

  /** 400 if there is no such member in this school; 409 if it is shared with it already, or is no draft. */
  create(caller: Caller, articleId: string, membershipId: string): Promise<Versioned<ShareView>> {
    const schoolId = caller.schoolId!;
    return this.prisma.$transaction(async (transaction) => {
      await requireArticle(transaction, caller, articleId);
      if (!(await holdRows(transaction.article, caller, 'share', 'Article', [articleId], { ...live, status: 'draft' })))
        throw conflict('Only a draft can be shared; a published article has its audience.');
      if (!(await transaction.membership.count({ where: { id: membershipId, schoolId } })))
        throw unknownReference('membershipId');
      const data = { schoolId, articleId, membershipId };
      return shares.versioned(caller, await transaction.articleShare.create({ data, select: shares.select(caller) }));
    });
  }

  async remove(caller: Caller, articleId: string, id: string, ifMatch: Precondition): Promise<void> {
    await requireArticle(this.prisma, caller, articleId);
    const share = { id, articleId };
    const { count } = await this.prisma.articleShare.deleteMany({
      where: { AND: [rows(caller, 'delete', 'ArticleShare'), share, ifMatch] },
    });
    if (count > 0) return;
    const isThere = await this.prisma.articleShare.count({
      where: { AND: [rows(caller, 'read', 'ArticleShare'), share] },
    });
    throw isThere ? new Problem('precondition-failed') : notFound();
  }
}

async function requireArticle(prisma: Pick<PrismaService, 'article'>, caller: Caller, id: string): Promise<void> {
  await requireRow(prisma.article, caller, 'share', 'Article', { id, ...live });
}
