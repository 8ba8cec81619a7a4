import { Role } from '../../prisma/generated/enums.js';

const { operator: _, ...roles } = Role;

/** The roles that a member of a school can have. */
export const schoolRoles = roles;
