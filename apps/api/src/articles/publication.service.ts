import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { live } from '../access/archival.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { type ArticleRow, articles, type ArticleView } from './article.view.js';

const published = { status: 'published' } as const;
const draft = { status: 'draft' } as const;

/** Whether an article is published. Both changes can be repeated: what is so already stays as it is. 404, 403, 412. */
@Injectable()
export class PublicationService {
  constructor(private readonly prisma: PrismaService) {}

  publish(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<ArticleView>> {
    return this.move(caller, id, ifMatch, draft, { ...published, publishedAt: new Date() });
  }

  withdraw(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<ArticleView>> {
    return this.move(caller, id, ifMatch, published, { ...draft, publishedAt: null });
  }

  private async move(
    caller: Caller,
    id: string,
    ifMatch: Precondition,
    from: typeof draft | typeof published,
    to: object,
  ) {
    const select = articles.select(caller);
    const where = { AND: [rows(caller, 'publish', 'Article'), { id, ...live, ...from, ...ifMatch }] };
    const [moved] = await this.prisma.article.updateManyAndReturn({ where, data: to, select });
    // Where nothing moved it is so already, or not allowed: a change of nothing tells which.
    const attempt = {
      action: 'publish',
      subject: 'Article',
      where: { id, ...live },
      ifMatch,
      data: {},
      select,
    } as const;
    return articles.versioned(
      caller,
      moved ?? (await change<ArticleRow, 'Article'>(this.prisma.article, caller, attempt)),
    );
  }
}
