import type { ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { problems, type ProblemType } from '../common/problem.js';

const text = { type: 'string' as const };

/** `not-found` → `NotFound`. */
export const nameOf = (type: ProblemType) =>
  type.replace(/(^|-)[a-z]/g, (letter: string) => letter.at(-1)!.toUpperCase());
export const problemSchema = (type: ProblemType): ReferenceObject => ({
  $ref: `#/components/schemas/${nameOf(type)}Problem`,
});
const types = Object.keys(problems) as ProblemType[];

/** A schema for each type, with type and status fixed, so that a client tells problems apart by either; and one that is any of them. */
export const problemSchemas: Record<string, SchemaObject> = {
  ...Object.fromEntries(types.map((type) => [`${nameOf(type)}Problem`, schemaOf(type)])),
  Problem: { description: 'What went wrong (RFC 9457).', oneOf: types.map(problemSchema) },
  InputError: {
    description: 'One fault of the input: where it is and what it is.',
    type: 'object',
    required: ['code', 'message'],
    additionalProperties: false,
    properties: {
      pointer: { ...text, description: 'Where in the body (RFC 6901).' },
      parameter: { ...text, description: 'Or which parameter.' },
      code: text,
      message: text,
    },
  },
};

function schemaOf(type: ProblemType): SchemaObject {
  return {
    description: problems[type].title,
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'requestId'],
    additionalProperties: false,
    properties: {
      type: { const: `/problems/${type}`, description: 'The kind of problem; this address describes it.' } as never,
      title: text,
      status: { const: problems[type].status } as never,
      detail: text,
      requestId: { ...text, description: 'The `X-Request-Id` of the answer.' },
      errors: {
        type: 'array',
        items: { $ref: '#/components/schemas/InputError' },
        description: 'The faults of the input, or the properties that may not be written.',
      },
    },
  };
}
