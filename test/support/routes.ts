import type { OpenAPIObject } from '@nestjs/swagger';
import { ABSENT, anonymous } from './school.js';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export interface Route {
  method: (typeof METHODS)[number];
  /** As the document writes it, with {braces}. */
  template: string;
  /** With ids of nothing. */
  path: string;
  operation: NonNullable<OpenAPIObject['paths'][string]['get']>;
}

let document: Promise<OpenAPIObject> | undefined;

/** The published definition of the API. */
export function definition(): Promise<OpenAPIObject> {
  document ??= anonymous.get('/openapi.json').then(({ body }) => body as OpenAPIObject);
  return document;
}

/** Every operation that the definition has. */
export async function routes(): Promise<Route[]> {
  const { paths } = await definition();
  return Object.entries(paths).flatMap(([template, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method.toLowerCase() as 'get'];
      const path = template.replace(/\{\w+\}/g, ABSENT);
      return operation ? [{ method, template, path, operation }] : [];
    }),
  );
}

export interface BodySchema {
  properties: Record<string, PropertySchema>;
  required?: string[];
  additionalProperties: boolean;
}

export interface PropertySchema {
  type: string | string[];
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  pattern?: string;
  enum?: string[];
  items?: PropertySchema;
}

export interface Submission extends Route {
  schema: BodySchema;
  /** A body that the definition gives as an example. */
  example: Record<string, unknown>;
}

/** Every operation that takes JSON, with what it takes. (OAuth's forms are in test/oauth.) */
export async function submissions(): Promise<Submission[]> {
  const schemas = (await definition()).components!.schemas as unknown as Record<string, BodySchema>;
  return (await routes()).flatMap((route) => {
    const body = route.operation.requestBody;
    if (!body || !('content' in body) || !body.content['application/json']) return [];
    const { schema, example } = body.content['application/json'] as {
      schema: { $ref: string };
      example: Record<string, unknown>;
    };
    return [{ ...route, schema: schemas[schema.$ref.split('/').at(-1)!]!, example }];
  });
}
