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
