import { Id, Line } from '../../common/fields.js';

export class CreateGuardianship {
  @Id({ description: 'A member of this school whose role is guardian.' })
  membershipId: string;

  @Line(50, { example: 'mother' })
  relation: string;
}
