import type { ReferenceObject, ResponseObject, SchemaObject } from '@nestjs/swagger';
import { problems, type ProblemType } from '../common/problem.js';
import { headers, headersNamed, limitHeaders } from './components.js';

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

const headersOf: Partial<Record<ProblemType, (keyof typeof headers)[]>> = {
  unauthenticated: ['WWW-Authenticate'],
  'too-many-requests': ['Retry-After'],
  unavailable: ['Retry-After'],
};
const errors = [{ pointer: '/email', code: 'email', message: 'must be an email' }];

/** A problem with its type and status fixed, so that a client can tell problems apart by their schema. */
function problemResponse(type: ProblemType): ResponseObject {
  const { status, title, detail } = problems[type];
  const fixed = {
    type: 'object',
    properties: { type: { const: `/problems/${type}` }, status: { const: status } },
  } as SchemaObject;
  const example = {
    type: `/problems/${type}`,
    title,
    status,
    detail,
    requestId: headers['X-Request-Id'].example,
    ...(status === 400 && { errors }),
  };
  return {
    description: `${title}. ${detail}`,
    headers: { ...headersNamed('X-Request-Id', ...(headersOf[type] ?? [])), ...limitHeaders },
    content: {
      'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, fixed] }, example },
    },
  };
}

const typeOf = Object.fromEntries(Object.entries(problems).map(([type, { status }]) => [status, type])) as Record<
  number,
  ProblemType
>;
const nameOf = (type: string) => type.replace(/(^|-)[a-z]/g, (letter) => letter.at(-1)!.toUpperCase());

/** What an operation refers to for a problem with this status. */
export const problem = (status: number): ReferenceObject => ({
  $ref: `#/components/responses/${nameOf(typeOf[status]!)}`,
});
export const otherProblem: ReferenceObject = { $ref: '#/components/responses/OtherProblem' };
export const notModified: ReferenceObject = { $ref: '#/components/responses/NotModified' };

export function responsesFor(statuses: Iterable<number>): Record<string, ResponseObject> {
  const named = [...new Set(statuses)]
    .toSorted((a, b) => a - b)
    .map((status) => [nameOf(typeOf[status]!), problemResponse(typeOf[status]!)]);
  return {
    NotModified: {
      description: 'The ETag in `If-None-Match` still stands.',
      headers: headersNamed('ETag', 'X-Request-Id'),
    },
    ...Object.fromEntries(named),
    OtherProblem: {
      ...problemResponse('method-not-allowed'),
      description:
        'Any other problem: a method that the path does not have (405, with `Allow`), a request that came too slowly (408) or whose address (414), `Expect` (417) or headers (431) are refused.',
      headers: headersNamed('X-Request-Id', 'Allow'),
      content: {
        'application/problem+json': {
          ...problemResponse('method-not-allowed').content!['application/problem+json'],
          schema: { $ref: '#/components/schemas/Problem' },
        },
      },
    },
  };
}
