import { Id } from '../../common/fields.js';
import { IdParam } from '../../common/id-param.js';

export class ClassTeacherParams extends IdParam {
  @Id()
  teacherId: string;
}
