import { definition } from '../support/routes.js';
import type { AgreedOperation, Contract } from './contract.js';

/** An operation, with what can be told from its place in the route table and its description. */
export interface Operation extends AgreedOperation {
  kind: 'list' | 'item' | 'create' | 'other';
  /** The subject of each parameter of the path, in order. */
  parameters: { name: string; subject: string }[];
  query: { name: string; values?: string[] }[];
  /** The status of its success, and the properties of what it answers with then. */
  success: number;
  properties: string[];
  /** The schemas that it shows and takes, by their names. */
  shows?: string;
  takes?: string;
  body?: { example: Record<string, unknown>; properties: Record<string, Property> };
}

interface Property {
  examples?: unknown[];
  enum?: unknown[];
}

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: string[];
}

/** Every operation of the contract, which has to be every operation that is served. */
export async function operationsOf(contract: Contract): Promise<Operation[]> {
  const { paths, components } = await definition();
  const schemas = components!.schemas as Record<string, Schema>;
  const resolve = (schema: Schema | undefined): Schema =>
    schema?.$ref ? schemas[schema.$ref.split('/').at(-1)!]! : (schema ?? {});
  const subjects = new Map(
    contract.operations.flatMap(({ method, template, permission }) =>
      permission && ['GET', 'DELETE'].includes(method) ? [[template, permission.subject]] : [],
    ),
  );
  return contract.operations.map((operation) => {
    const { method, template } = operation;
    const published = paths[template]?.[method.toLowerCase() as 'get'];
    if (!published) throw new Error(`docs/policy.md names ${method} ${template}, which is not served`);
    const [success] = Object.keys(published.responses).map(Number);
    const answer = contentOf(published.responses[success!]);
    const shown = resolve(answer?.schema);
    const isList = shown.properties?.data !== undefined;
    const item = isList ? shown.properties!.data!.items : answer?.schema;
    const body = contentOf(published.requestBody);
    const parameters = [...template.matchAll(/\/\{(\w+)\}/g)].map(({ 1: name, index }) => ({
      name: name!,
      subject: subjectOf(template.slice(0, index), subjects),
    }));
    return {
      ...operation,
      kind: isList ? 'list' : template.endsWith('}') ? 'item' : success === 201 ? 'create' : 'other',
      parameters,
      query: (published.parameters ?? []).flatMap((parameter) =>
        'in' in parameter && parameter.in === 'query'
          ? [{ name: parameter.name, values: (parameter.schema as Schema).enum }]
          : [],
      ),
      success: success!,
      properties: Object.keys(resolve(item).properties ?? {}),
      shows: item?.$ref?.split('/').at(-1),
      takes: body?.schema.$ref?.split('/').at(-1),
      ...(body && {
        body: {
          example: body.example,
          properties: resolve(body.schema).properties as Record<string, Property>,
        },
      }),
    };
  });
}

interface Media {
  schema: Schema;
  example: Record<string, unknown>;
}

function contentOf(part: unknown): Media | undefined {
  return (part as { content?: Record<string, Media> } | undefined)?.content?.['application/json'];
}

/** What a collection holds: what its list reads, or else the list of the same name. */
function subjectOf(collection: string, subjects: Map<string, string>): string {
  const found = subjects.get(collection) ?? subjects.get(`/v1/${collection.split('/').at(-1)}`);
  return found ?? 'nothing';
}
