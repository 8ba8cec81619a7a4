import { Id } from '../../common/fields.js';
import { ArchivePageQuery, Search, SortBy } from '../../common/page.dto.js';

export class ListClasses extends ArchivePageQuery {
  @SortBy('name', 'createdAt')
  sort?: string;

  @Id({ optional: true })
  termId?: string;

  @Id({ optional: true, description: 'Those that this teacher is assigned to.' })
  teacherId?: string;

  @Id({ optional: true, description: 'Those in which this student has a current enrollment.' })
  studentId?: string;

  @Search('the name')
  q?: string;
}
