import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live, restore } from '../access/archival.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { archived, matching, Pages } from '../common/pages.js';
import { invalidInput, notFound, unknownReference } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { type ArticleRow, articles, type ArticleView } from './article.view.js';
import type { CreateArticle } from './dto/create-article.dto.js';
import type { ListArticles } from './dto/list-articles.dto.js';
import type { UpdateArticle } from './dto/update-article.dto.js';

@Injectable()
export class ArticlesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The articles that the caller may read, one page, the newest published first. */
  findMany(caller: Caller, query: ListArticles): Promise<Page<ArticleView>> {
    const { status, audience, classId, authorId, q } = query;
    const where = [
      archived(caller, 'Article', query),
      { status, audience, classId, authorId },
      ...matching(q, 'title'),
    ];
    return this.pages.find(caller, this.prisma.article, {
      view: articles,
      query,
      sort: '-publishedAt',
      nullable: ['publishedAt'],
      filters: { q: ['title'], authorId: ['author'] },
      where,
    });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, id: string): Promise<Versioned<ArticleView>> {
    const where = { AND: [rows(caller, 'read', 'Article'), { id, ...live }] };
    const article = await this.prisma.article.findFirst({ where, select: articles.select(caller) });
    if (!article) throw notFound();
    return articles.versioned(caller, article);
  }

  /** Writes a draft. 400 if the audience is a class that the caller may not write for. */
  async create(caller: Caller, article: CreateArticle): Promise<Versioned<ArticleView>> {
    rows(caller, 'create', 'Article');
    requireClassIfAudience(article);
    const data = { ...article, schoolId: caller.schoolId!, authorId: caller.membershipId };
    return this.prisma.$transaction(async (transaction) => {
      const row = await transaction.article.create({ data, select: articles.select(caller) });
      await requireAudience(transaction, caller, row.id);
      return articles.versioned(caller, row);
    });
  }

  /** 404; 403; 412 if stale; 400 if the audience would be a class that the caller may not write for. Nothing is written then. */
  async update(
    caller: Caller,
    id: string,
    changes: UpdateArticle,
    ifMatch: Precondition,
  ): Promise<Versioned<ArticleView>> {
    return this.prisma.$transaction(async (transaction) => {
      const row = await change<ArticleRow, 'Article'>(transaction.article, caller, {
        action: 'update',
        subject: 'Article',
        where: { id, ...live },
        ifMatch,
        data: changes,
        fields: Object.keys(changes),
        select: articles.select(caller),
      });
      if (changes.audience || changes.classId) await requireAudience(transaction, caller, id);
      return articles.versioned(caller, row);
    });
  }

  /** Archives: the article leaves every read. 404, 403, 412. */
  remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    return archive(this.prisma.article, caller, 'Article', id, ifMatch);
  }

  /** Brings an archived article back. 404 if there is no archived one. */
  restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<ArticleView>> {
    return restore(this.prisma.article, caller, articles, id, ifMatch);
  }
}

/** The policy's rule for creating speaks of the row as it is then, so it is asked in the same transaction, before the commit. */
async function requireAudience(transaction: Pick<PrismaService, 'article'>, caller: Caller, id: string): Promise<void> {
  // A program makes none: what it may change, it may address to anyone.
  const allowed = rows(caller, caller.key ? 'update' : 'create', 'Article');
  const toSomeone = { OR: [{ classId: null }, { class: live }] };
  if ((await transaction.article.count({ where: { AND: [allowed, { id }, toSomeone] } })) === 0)
    throw unknownReference('classId');
}

/** Said before the rest for a new article; for a change the database says it, which has the whole row (Article_class_is_audience). */
function requireClassIfAudience({ audience, classId }: CreateArticle): void {
  if ((audience === 'class') === Boolean(classId)) return;
  throw invalidInput([
    { pointer: '/classId', code: 'audience', message: 'A class is given if and only if it is the audience.' },
  ]);
}
