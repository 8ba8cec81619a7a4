import type { SchemaObject } from '@nestjs/swagger';

const text = { type: 'string' as const };

export const problemSchemas: Record<string, SchemaObject> = {
  Problem: {
    description: 'What went wrong (RFC 9457).',
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'requestId'],
    additionalProperties: false,
    properties: {
      type: {
        ...text,
        format: 'uri-reference' as never,
        description: 'The kind of problem; this address describes it.',
      },
      title: text,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: text,
      requestId: { ...text, description: 'The `X-Request-Id` of the answer.' },
      errors: {
        type: 'array',
        items: { $ref: '#/components/schemas/InputError' },
        description: 'The faults of the input, or the properties that may not be written.',
      },
    },
  },
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

/** A problem with its type and status narrowed, so that a client can tell problems apart by their schema. */
export const problemWith = (type: object, status: object) =>
  ({
    allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { type, status } }],
  }) as SchemaObject;
