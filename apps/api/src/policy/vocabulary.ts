import { everyAction } from '../access/ability.js';
import { Role } from '../prisma/generated/enums.js';

/* The names that the data of the policy is made of, each a schema of the document. */

export const role = { enum: Role, enumName: 'Role' } as const;
export const action = { enum: everyAction, enumName: 'Action', example: 'read' };
// No enumeration: a resource that is added later must not break who reads the policy of today.
export const subject = {
  type: 'string',
  description: 'The kind of resource. Others may come.',
  example: 'Student',
} as const;
export const roles = { ...role, isArray: true, example: ['admin'] };
