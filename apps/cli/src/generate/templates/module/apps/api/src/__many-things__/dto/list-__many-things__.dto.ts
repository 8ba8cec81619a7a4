import { ArchivePageQuery, Search, SortBy } from '../../common/page.dto.js';

export class List__ManyThings__ extends ArchivePageQuery {
  @SortBy('name', 'createdAt')
  sort?: string;

  @Search('the name')
  q?: string;
}
