import { PageQuery, SortBy } from '../../common/page.dto.js';

export class ListGuardianships extends PageQuery {
  @SortBy('createdAt')
  sort?: string;
}
