import { Id, OneOf } from '../../common/fields.js';
import { ArchivePageQuery, Search, SortBy } from '../../common/page.dto.js';
import { ArticleAudience, ArticleStatus } from '../../prisma/generated/enums.js';

export class ListArticles extends ArchivePageQuery {
  @SortBy('publishedAt', 'title', 'createdAt')
  sort?: string;

  @OneOf(ArticleStatus, { optional: true })
  status?: ArticleStatus;

  @OneOf(ArticleAudience, { optional: true })
  audience?: ArticleAudience;

  @Id({ optional: true })
  classId?: string;

  @Id({ optional: true, description: 'The membership of the author.' })
  authorId?: string;

  @Search('the title')
  q?: string;
}
