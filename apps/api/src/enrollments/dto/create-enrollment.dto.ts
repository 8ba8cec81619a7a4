import { Id } from '../../common/fields.js';

export class CreateEnrollment {
  @Id({ description: 'A student of this school.' })
  studentId: string;
}
