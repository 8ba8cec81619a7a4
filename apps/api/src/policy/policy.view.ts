import { ApiProperty } from '@nestjs/swagger';
import { type Action, everyAction, type Subject } from '../access/ability.js';
import type { Permission } from '../access/can.decorator.js';
import { policyRules } from '../access/policy-rules.js';
import { Prisma } from '../prisma/generated/client.js';
import { Role } from '../prisma/generated/enums.js';

const ruled = new Set(policyRules().map(({ subject }) => subject));

/** What the policy speaks of. The other tables are nobody's. */
export const subjects: Subject[] = Object.values(Prisma.ModelName).filter((name) => ruled.has(name));

const role = { enum: Role, enumName: 'Role' } as const;
const action = { enum: everyAction, enumName: 'Action', example: 'read' };
const subject = { enum: subjects, enumName: 'Subject', example: 'Student' };
const roles = { ...role, isArray: true, example: ['admin'] };

export class PermissionView implements Permission {
  @ApiProperty(action)
  action: Action;

  @ApiProperty(subject)
  subject: Subject;
}

/** One rule: this role may do this to those rows for which all of the conditions hold. What no rule allows is denied. */
export class PolicyRuleView {
  @ApiProperty({
    oneOf: [{ $ref: '#/components/schemas/Role' }, { const: 'everyone', type: 'string' } as object],
    description: '`everyone`: whoever is logged in.',
    example: 'teacher',
  })
  role: Role | 'everyone';

  @ApiProperty({ ...action, isArray: true, example: ['read'] })
  actions: Action[];

  @ApiProperty(subject)
  subject: Subject;

  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    nullable: true,
    description: 'Only these fields; null: every field.',
    example: ['preferredName', 'phone'],
  })
  fields: string[] | null;

  @ApiProperty({
    type: [String],
    description: 'All of them have to hold. None: every row; for a member, of its own school.',
    example: ['who are in a class that they teach'],
  })
  conditions: string[];
}

/** A field of a resource, and the roles that some rule lets read or write it. */
export class PolicyFieldView {
  @ApiProperty(subject)
  subject: Subject;

  @ApiProperty({ example: 'birthDate' })
  name: string;

  @ApiProperty({
    type: 'string',
    enum: ['personal', 'sensitive', null],
    nullable: true,
    description: 'What it tells of a person.',
  })
  sensitivity: 'personal' | 'sensitive' | null;

  @ApiProperty(roles)
  read: Role[];

  @ApiProperty(roles)
  create: Role[];

  @ApiProperty(roles)
  update: Role[];
}

export class PolicyOperationView {
  @ApiProperty({ example: 'GET' })
  method: string;

  @ApiProperty({ example: '/v1/students' })
  path: string;

  @ApiProperty({ example: 'students_findMany' })
  operationId: string;

  @ApiProperty({ example: 'Students' })
  tag: string;

  @ApiProperty({ example: 'List students' })
  summary: string;

  @ApiProperty({ type: PermissionView, nullable: true, description: 'null: open to everyone.' })
  permission: PermissionView | null;
}

/** Who may do what: the whole of it. */
export class PolicyView {
  @ApiProperty({ type: [PolicyRuleView] })
  rules: PolicyRuleView[];

  @ApiProperty({ type: [PolicyFieldView] })
  fields: PolicyFieldView[];

  @ApiProperty({ type: [PolicyOperationView] })
  operations: PolicyOperationView[];
}
