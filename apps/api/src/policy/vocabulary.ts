import { everyAction } from '../access/ability.js';
import { SUBJECT } from '../openapi/subjects.js';
import { Prisma } from '../prisma/generated/client.js';
import { Role } from '../prisma/generated/enums.js';

/* The names that the data of the policy is made of, each a schema of the document. */

export const role = { enum: Role, enumName: 'Role' } as const;
export const action = { enum: everyAction, enumName: 'Action', example: 'read' };
// Of all tables the document keeps those that are somebody's, or that an operation asks for (openapi/subjects.ts).
export const subject = { enum: Prisma.ModelName, enumName: SUBJECT, example: 'Student' };
export const roles = { ...role, isArray: true, example: ['admin'] };
