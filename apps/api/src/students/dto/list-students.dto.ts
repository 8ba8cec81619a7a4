import { Id, OneOf } from '../../common/fields.js';
import { WholeParameter } from '../../common/parameters.js';
import { ArchivePageQuery, Search, SortBy } from '../../common/page.dto.js';
import { StudentStatus } from '../../prisma/generated/enums.js';

export class ListStudents extends ArchivePageQuery {
  @SortBy('familyName', 'studentNumber', 'gradeLevel', 'createdAt')
  sort?: string;

  @WholeParameter(0, 13)
  gradeLevel?: number;

  @OneOf(StudentStatus, { optional: true })
  status?: StudentStatus;

  @Id({ optional: true, description: 'Those with a current enrollment in this class.' })
  classId?: string;

  @OneOf(
    { medicalNotes: 'medicalNotes' },
    {
      optional: true,
      description:
        'Leaves the property out of every row. Who may read it of the whole school needs a step-up for a list with it.',
    },
  )
  exclude?: 'medicalNotes';

  @Search('the given, family or preferred name')
  q?: string;
}
