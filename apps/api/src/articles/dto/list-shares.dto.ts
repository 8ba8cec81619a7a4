import { PageQuery, SortBy } from '../../common/page.dto.js';

export class ListShares extends PageQuery {
  @SortBy('createdAt')
  sort?: string;
}
