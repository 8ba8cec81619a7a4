import { Role } from '../prisma/generated/enums.js';

const { operator, ...members } = Role;

/** The roles as the tables have them: a school's, and then the operator. */
export const roles: Role[] = [...Object.values(members), operator];
