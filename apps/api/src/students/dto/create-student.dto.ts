import { Day, Email, Line, OneOf, Phone, Text, Whole } from '../../common/fields.js';
import { StudentStatus } from '../../prisma/generated/enums.js';

export class CreateStudent {
  @Line(32, { description: 'Unique in the school.', example: 'N-0042' })
  studentNumber: string;

  @Line(100, { example: 'Amara' })
  givenName: string;

  @Line(100, { example: 'Okafor' })
  familyName: string;

  @Line(100, { nullable: true })
  preferredName?: string | null;

  @Whole(0, 13, { nullable: true, example: 7 })
  gradeLevel?: number | null;

  @OneOf(StudentStatus, { optional: true, default: 'active' })
  status?: StudentStatus;

  @Day({ nullable: true })
  birthDate?: Date | null;

  @Email({ nullable: true, description: 'Unique in the school, ignoring case.' })
  email?: string | null;

  @Phone({ nullable: true })
  phone?: string | null;

  @Text(500, { nullable: true })
  address?: string | null;

  @Text(4_000, { nullable: true })
  medicalNotes?: string | null;
}
