import { Day, Email, Line, Phone } from '../../common/fields.js';
import { Lines } from '../../common/list-fields.js';

export class CreateTeacher {
  @Line(32, { description: 'Unique in the school.', example: 'T-007' })
  staffNumber: string;

  @Line(100, { example: 'Ines' })
  givenName: string;

  @Line(100, { example: 'Moreau' })
  familyName: string;

  @Line(100, { nullable: true })
  preferredName?: string | null;

  @Lines(20, 60, { optional: true, default: [], example: ['Mathematics', 'Physics'] })
  subjects?: string[];

  @Email({ nullable: true, description: 'Unique in the school, ignoring case.' })
  email?: string | null;

  @Phone({ nullable: true })
  phone?: string | null;

  @Day({ nullable: true, example: '2019-09-01' })
  hiredOn?: Date | null;
}
