import { OneOf } from '../../common/fields.js';
import { PageQuery, SortBy } from '../../common/page.dto.js';
import { MembershipStatus } from '../../prisma/generated/enums.js';
import { schoolRoles } from './school-roles.js';

export class ListMembers extends PageQuery {
  @SortBy('createdAt')
  sort?: string;

  @OneOf(schoolRoles, { optional: true })
  role?: keyof typeof schoolRoles;

  @OneOf(MembershipStatus, { optional: true })
  status?: MembershipStatus;
}
