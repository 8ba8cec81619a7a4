import { Secret } from '../../common/fields.js';

export class Refresh {
  @Secret(300, { description: 'The newest refresh token of the session. It can be used once.' })
  refreshToken: string;
}
