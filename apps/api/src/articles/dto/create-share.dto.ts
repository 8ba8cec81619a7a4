import { Id } from '../../common/fields.js';

export class CreateShare {
  @Id({ description: 'A member of this school.' })
  membershipId: string;
}
