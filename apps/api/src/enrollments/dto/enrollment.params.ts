import { Id } from '../../common/fields.js';
import { IdParam } from '../../common/id-param.js';

export class EnrollmentParams extends IdParam {
  @Id()
  enrollmentId: string;
}
