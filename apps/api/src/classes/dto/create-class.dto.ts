import { Id, Line, Text } from '../../common/fields.js';
import { Ids } from '../../common/list-fields.js';

export class CreateClass {
  @Line(100, { example: 'Mathematics 7b' })
  name: string;

  @Line(60, { nullable: true, example: 'Mathematics' })
  subject?: string | null;

  @Line(60, { nullable: true, example: 'B 204' })
  room?: string | null;

  @Text(2_000, { nullable: true })
  description?: string | null;

  @Id({ nullable: true, description: 'A term of this school.' })
  termId?: string | null;

  @Ids(50, {
    optional: true,
    description: 'Teachers of this school to assign; later by `PUT /v1/classes/{id}/teachers/{teacherId}`.',
  })
  teacherIds?: string[];
}
