import type { OperationObject, SchemaObject } from '@nestjs/swagger';
import { schemaUses } from '../openapi/field-access.js';
import type { Role } from '../prisma/generated/enums.js';
import type { PolicyFieldView } from './policy.view.js';
import { roles } from './role-order.js';

type Schemas = Record<string, SchemaObject>;
type Sensitivity = PolicyFieldView['sensitivity'];
interface Property {
  $ref?: string;
  items?: Property;
  allOf?: Property[];
  'x-sensitivity'?: Sensitivity;
  'x-readable-by'?: Role[];
  'x-writable-by'?: Role[];
}

/** What the document says of the properties of each subject's bodies and views, each field once. */
export function describeFields(operations: OperationObject[], schemas: Schemas): PolicyFieldView[] {
  const mentions = operations.flatMap(schemaUses).flatMap(({ schema, action, permission }) =>
    Object.entries((schemas[schema]!.properties ?? {}) as Record<string, Property>).map(([name, property]) => ({
      subject: permission?.subject,
      name,
      action,
      by: property[action === 'read' ? 'x-readable-by' : 'x-writable-by'] ?? [],
      sensitivity: sensitivityOf(property, schemas),
    })),
  );
  const fields = Map.groupBy(mentions, ({ subject, name }) => `${subject}.${name}`);
  return [...fields.values()].flatMap((same) => {
    const { subject, name } = same[0]!;
    // Where nothing is needed there is nothing to decide.
    if (!subject) return [];
    const by = (wanted: string) =>
      roles.filter((role) => same.some((mention) => mention.action === wanted && mention.by.includes(role)));
    const sensitivity = gravest(same.map((mention) => mention.sensitivity));
    return [{ subject, name, sensitivity, read: by('read'), create: by('create'), update: by('update') }];
  });
}

/** Its own mark, or that of what is within it. */
function sensitivityOf(
  { $ref, items, allOf = [], 'x-sensitivity': own = null }: Property,
  schemas: Schemas,
): Sensitivity {
  const within = $ref ? Object.values(schemas[$ref.split('/').at(-1)!]!.properties ?? {}) : [items ?? [], allOf].flat();
  return gravest([own, ...(within as Property[]).map((property) => sensitivityOf(property, schemas))]);
}

const gravest = (marks: Sensitivity[]): Sensitivity =>
  marks.find((mark) => mark === 'sensitive') ?? marks.find((mark) => mark === 'personal') ?? null;
