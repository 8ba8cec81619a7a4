import type { Type } from '@nestjs/common';
import { DECORATORS } from '@nestjs/swagger';
import fastJson, { type Schema } from 'fast-json-stringify';

interface Property {
  type?: unknown;
  nullable?: boolean;
  enum?: unknown;
  isArray?: boolean;
}

/**
 * Writes a view as JSON, by a function that is compiled from its properties: quicker than looking at each value anew. What the view
 * doesn't declare doesn't leave.
 */
export function serializerOf(view: Type): (value: object) => string {
  const prototype = view.prototype as object;
  const names = (Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES_ARRAY, prototype) as string[]).map((name) =>
    name.slice(1),
  );
  const properties = names.map((name) => {
    const property = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES, prototype, name) as Property;
    return [name, schemaOf(property)] as const;
  });
  return fastJson({ type: 'object', properties: Object.fromEntries(properties) });
}

/** Lists and objects are written as they are. */
function schemaOf({ type, nullable, enum: values, isArray }: Property): Partial<Schema> {
  if (isArray) return {};
  if (values) return { type: 'string', nullable };
  if (type === Date) return { type: 'string', format: 'date-time', nullable };
  const name = typeof type === 'function' ? type.name.toLowerCase() : String(type);
  return ['string', 'integer', 'boolean'].includes(name) ? ({ type: name, nullable } as Partial<Schema>) : {};
}
