import { PageQuery, Search, SortBy } from '../../common/page.dto.js';

export class ListSchools extends PageQuery {
  @SortBy('name')
  sort?: string;

  @Search('the name')
  q?: string;
}
