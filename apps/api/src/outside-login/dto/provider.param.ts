import { Line } from '../../common/fields.js';

export class ProviderParam {
  @Line(40, { description: 'The `id` of one of `GET /v1/auth/providers`.', example: 'school-account' })
  provider: string;
}
