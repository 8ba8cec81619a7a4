import type { SchemaObject } from '@nestjs/swagger';

type Schemas = Record<string, SchemaObject>;

/** Every schema of the document, the inner ones first. */
export function visitSchemas(node: unknown, visit: (schema: SchemaObject) => void, isSchema = false): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (data.has(key) || key.startsWith('x-')) continue;
    if (maps.has(key)) for (const inner of Object.values(value)) visitSchemas(inner, visit, true);
    else if (Array.isArray(value)) for (const inner of value) visitSchemas(inner, visit, combinators.has(key));
    else visitSchemas(value, visit, key === 'schema' || key === 'items');
  }
  if (isSchema) visit(node);
}

const data = new Set(['example', 'examples', 'default', 'const', 'enum']);
const maps = new Set(['properties', 'schemas']);
const combinators = new Set(['allOf', 'anyOf', 'oneOf']);

/** What JSON Schema 2020-12 has instead of OpenAPI 3.0's own words, and that objects are closed: what is unknown is refused. */
export function tighten(schema: SchemaObject): void {
  if (schema.example !== undefined) {
    schema.examples = [schema.example];
    delete schema.example;
  }
  if (schema.properties && schema.type === 'object') schema.additionalProperties ??= false;
}

/** In a patch, what is left out stays as it is: a default that a client fills in would be written. */
export function dropDefaults({ properties = {} }: SchemaObject): void {
  for (const property of Object.values(properties)) if ('default' in property) delete property.default;
}

const byFormat: Record<string, unknown> = {
  uuid: '0198f2c4-7d3a-7cc2-9f4e-2b6a7c1d8e90',
  date: '2026-09-01',
  'date-time': '2026-09-01T08:30:00.000Z',
  email: 'ada@northwood.example',
  uri: 'https://school.example/',
  password: 'correct horse battery staple',
};

/** An instance of the schema, made of its properties' examples. */
export function exampleOf(schema: SchemaObject | { $ref: string }, schemas: Schemas): unknown {
  if ('$ref' in schema) return exampleOf(schemas[schema.$ref.split('/').at(-1)!]!, schemas);
  const given: unknown = (schema.examples as unknown[] | undefined)?.[0] ?? schema.default ?? schema.enum?.[0];
  if (given !== undefined) return given;
  if (schema.anyOf ?? schema.oneOf) return exampleOf((schema.anyOf ?? schema.oneOf)![0]!, schemas);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, schemas)));
  if (schema.format && schema.format in byFormat) return byFormat[schema.format];
  const types = [schema.type ?? []].flat();
  if (types.includes('null')) return null;
  return byType[types[0] ?? '']?.(schema, schemas) ?? null;
}

/**
 * A merge patch of one property, as whoever tries it writes all that it shows. The last one with an example, as what has to be
 * unique comes first; and rather text than a status or an audience, which change more than themselves.
 */
export function patchExampleOf(schema: SchemaObject | { $ref: string }, schemas: Schemas): unknown {
  if ('$ref' in schema) return patchExampleOf(schemas[schema.$ref.split('/').at(-1)!]!, schemas);
  const shown = Object.entries(schema.properties!).filter(([, each]) => 'examples' in each);
  const [name, property] = shown.findLast(([, each]) => !('enum' in each)) ?? shown.at(-1)!;
  return { [name]: exampleOf(property, schemas) };
}

const byType: Record<string, (schema: SchemaObject, schemas: Schemas) => unknown> = {
  object: ({ properties = {} }, schemas) =>
    Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, exampleOf(property, schemas)])),
  array: ({ items }, schemas) => (items && Object.keys(items).length > 0 ? [exampleOf(items, schemas)] : []),
  integer: ({ minimum = 1 }) => minimum,
  number: ({ minimum = 1 }) => minimum,
  boolean: () => true,
  string: () => 'text',
};
