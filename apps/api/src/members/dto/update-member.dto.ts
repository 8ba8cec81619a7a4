import { OneOf } from '../../common/fields.js';
import { schoolRoles } from './school-roles.js';

/** A JSON Merge Patch (RFC 7396). Either change ends the tokens of the membership. */
export class UpdateMember {
  @OneOf(schoolRoles, { optional: true, example: 'teacher' })
  role?: keyof typeof schoolRoles;

  @OneOf({ active: 'active', suspended: 'suspended' }, { optional: true, example: 'suspended' })
  status?: 'active' | 'suspended';
}
