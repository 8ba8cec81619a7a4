import { ArchivePageQuery, SortBy } from '../../common/page.dto.js';

/** With `archived=true`, for an admin: those that have ended. */
export class ListEnrollments extends ArchivePageQuery {
  @SortBy('createdAt')
  sort?: string;
}
