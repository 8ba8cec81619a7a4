import { ApiProperty, type ApiPropertyOptions, type SchemaObject } from '@nestjs/swagger';

/** A property that tells of a person (ASVS 14.1.1). */
export const Personal = (options: ApiPropertyOptions = {}) =>
  ApiProperty({ ...options, 'x-sensitivity': 'personal' } as unknown as ApiPropertyOptions);

/** A property that can harm the person it tells of. */
export const Sensitive = (options: ApiPropertyOptions = {}) =>
  ApiProperty({ ...options, 'x-sensitivity': 'sensitive' } as unknown as ApiPropertyOptions);

type Property = { 'x-sensitivity'?: string };

/** What is personal where it is shown is personal where it is written: a request's property is marked as every view marks its name. */
export function markRequests(schemas: Record<string, SchemaObject>): void {
  const properties = Object.values(schemas).flatMap(
    (schema) => Object.entries(schema.properties ?? {}) as [string, Property][],
  );
  const marks = new Map(properties.flatMap(([name, { 'x-sensitivity': mark }]) => (mark ? [[name, mark]] : [])));
  // A `name` can be a person's or a school's: where the views differ, nothing follows from the name.
  for (const [schema, { properties: shown = {} }] of Object.entries(schemas)) {
    if (!schema.endsWith('View')) continue;
    for (const [name, property] of Object.entries(shown) as [string, Property][])
      if (property['x-sensitivity'] !== marks.get(name)) marks.delete(name);
  }
  for (const [name, property] of properties) if (marks.has(name)) property['x-sensitivity'] = marks.get(name);
}
