import { Id } from '../../common/fields.js';

export class Switch {
  @Id({ description: 'Another active membership of the same user: one of `memberships` of `GET /v1/me`.' })
  membershipId: string;
}
