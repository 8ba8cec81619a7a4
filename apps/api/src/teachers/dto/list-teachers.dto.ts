import { Line } from '../../common/fields.js';
import { ArchivePageQuery, Search, SortBy } from '../../common/page.dto.js';

export class ListTeachers extends ArchivePageQuery {
  @SortBy('familyName', 'createdAt')
  sort?: string;

  @Line(60, { optional: true, description: 'Those who teach this subject.' })
  subject?: string;

  @Search('the given, family or preferred name')
  q?: string;
}
