import { ArchivePageQuery, SortBy } from '../../common/page.dto.js';

export class ListTerms extends ArchivePageQuery {
  @SortBy('startsOn')
  sort?: string;
}
