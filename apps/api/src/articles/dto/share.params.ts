import { Id } from '../../common/fields.js';
import { IdParam } from '../../common/id-param.js';

export class ShareParams extends IdParam {
  @Id()
  shareId: string;
}
