import type { ContentObject, OperationObject, RequestBodyObject, ResponseObject, SchemaObject } from '@nestjs/swagger';
import type { Subject } from '../access/ability.js';
import type { Permission } from '../access/can.decorator.js';
import { rolesThatMay } from '../access/roles-that-may.js';
import { Role } from '../prisma/generated/enums.js';

/** What an operation does with a schema's properties, and the permission without which nobody gets so far. */
export interface SchemaUse {
  schema: string;
  /** Of a body that is sent: 'create' or 'update'. Of an answer: 'read'. */
  action: 'read' | 'create' | 'update';
  permission: Permission | undefined;
}

/**
 * Marks every property of a view with the roles that can read it, and of a body with those that can write it, as the policy has it:
 * a role counts if some rule lets it, and some rule lets it use an operation that shows or takes the schema.
 */
export function markFieldAccess(operations: OperationObject[], schemas: Record<string, SchemaObject>): void {
  const uses = Map.groupBy(operations.flatMap(schemaUses), ({ schema }) => schema);
  for (const [name, ofSchema] of uses) {
    const subject = subjectOf(name, ofSchema);
    const { properties = {} } = schemas[name]!;
    if (!subject) continue;
    const mark = ofSchema[0]!.action === 'read' ? 'x-readable-by' : 'x-writable-by';
    for (const [field, property] of Object.entries(properties)) {
      // A copy, as a PATCH's schema can share its properties with the POST's.
      properties[field] = { ...property, [mark]: rolesWith(field, subject, ofSchema) } as SchemaObject;
    }
  }
}

/** The schemas that an operation takes and shows as such: not those within them, which go with the property that holds them. */
export function schemaUses(operation: OperationObject & { 'x-permission'?: Permission }): SchemaUse[] {
  const { 'x-permission': permission, requestBody, responses } = operation;
  const written = permission?.action === 'create' ? 'create' : 'update';
  const answers = Object.values(responses).map((response) => (response as ResponseObject).content);
  return [
    ...named((requestBody as RequestBodyObject | undefined)?.content).map((schema) => ({
      schema,
      action: written as SchemaUse['action'],
      permission,
    })),
    ...answers.flatMap(named).map((schema) => ({ schema, action: 'read' as const, permission })),
  ];
}

/** One resource, or a page of them. */
interface Shown {
  $ref?: string;
  properties?: { data?: { items: { $ref?: string } } };
}

function named(content: ContentObject | undefined): string[] {
  const schema = content?.['application/json']?.schema as Shown | undefined;
  const reference = schema?.$ref ?? schema?.properties?.data?.items.$ref;
  return reference ? [reference.split('/').at(-1)!] : [];
}

/** What the schema's properties are fields of; nothing where an operation shows or takes it without a permission. */
function subjectOf(schema: string, uses: SchemaUse[]): Subject | undefined {
  const subjects = new Set(uses.map(({ permission }) => permission?.subject));
  if (subjects.has(undefined)) return undefined;
  if (subjects.size > 1) throw new Error(`${schema} stands for several subjects: ${[...subjects].join(', ')}`);
  return [...subjects][0];
}

function rolesWith(field: string, subject: Subject, uses: SchemaUse[]): Role[] {
  const roles = uses.flatMap(({ action, permission }) => {
    const callers = new Set(rolesThatMay(permission!.action, subject));
    return rolesThatMay(action, subject, field).filter((role) => callers.has(role));
  });
  const found = new Set(roles);
  return Object.values(Role).filter((role) => found.has(role));
}
