import { Id } from '../../common/fields.js';
import { IdParam } from '../../common/id-param.js';

export class GuardianshipParams extends IdParam {
  @Id()
  guardianshipId: string;
}
