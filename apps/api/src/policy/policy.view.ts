import { ApiProperty } from '@nestjs/swagger';
import type { Action, Subject } from '../access/ability.js';
import type { Role } from '../prisma/generated/enums.js';
import { PolicyOperationView } from './operation.view.js';
import { action, roles, subject } from './vocabulary.js';

/** What may be done to those rows for which all of the conditions hold. */
class PolicyGrantView {
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
    description: 'All of them have to hold. None: every row; of a resource with `ofSchool`, each of its own school.',
    example: ['who are in a class that they teach'],
  })
  conditions: string[];
}

/** One rule: this role may do this to those rows. What no rule allows is denied. */
export class PolicyRuleView extends PolicyGrantView {
  @ApiProperty({
    oneOf: [{ $ref: '#/components/schemas/Role' }, { const: 'everyone', type: 'string' } as object],
    description: '`everyone`: whoever is logged in.',
    example: 'teacher',
  })
  role: Role | 'everyone';
}

/** What a scope lets an API key do, of its own school; one of several, if the scope is of several things. */
export class PolicyScopeView extends PolicyGrantView {
  @ApiProperty({ example: 'students:read', description: 'Others may come.' })
  scope: string;
}

/** A kind of thing that the policy speaks of. */
export class PolicyResourceView {
  @ApiProperty(subject)
  subject: Subject;

  @ApiProperty({ example: 'The students of the school.' })
  description: string;

  @ApiProperty({ description: "Whether a member's rules are for those of its own school only." })
  ofSchool: boolean;
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

/** Who may do what: the whole of it. */
export class PolicyView {
  @ApiProperty({ type: [PolicyResourceView], description: 'In the order in which a reader meets them.' })
  resources: PolicyResourceView[];

  @ApiProperty({ type: [PolicyRuleView] })
  rules: PolicyRuleView[];

  @ApiProperty({ type: [PolicyScopeView], description: 'What the scopes of API keys give; no role has them.' })
  scopes: PolicyScopeView[];

  @ApiProperty({ type: [PolicyFieldView] })
  fields: PolicyFieldView[];

  @ApiProperty({ type: [PolicyOperationView] })
  operations: PolicyOperationView[];
}
