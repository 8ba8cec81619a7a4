import { Email, Id, Line, OneOf, Phone } from '../../common/fields.js';
import { schoolRoles } from './school-roles.js';

export class CreateInvitation {
  @Email({ example: 'chidi.okafor@northwood.example' })
  email: string;

  @OneOf(schoolRoles, { example: 'guardian' })
  role: keyof typeof schoolRoles;

  @Id({ optional: true, description: 'With the role student: which student of this school it is.' })
  studentId?: string;

  @Id({ optional: true, description: 'With the role teacher: which teacher of this school it is.' })
  teacherId?: string;

  @Line(100, { optional: true, description: 'How the school knows the person.', example: 'Chidi' })
  givenName?: string;

  @Line(100, { optional: true, example: 'Okafor' })
  familyName?: string;

  @Phone({ optional: true })
  phone?: string;
}
