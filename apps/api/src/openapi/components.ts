import type { HeadersObject, ParameterObject, ReferenceObject, ResponseObject, SchemaObject } from '@nestjs/swagger';
import { problems, type ProblemType } from '../common/problem.js';

/*
 * What the operations share: headers, conditions and problems. An operation only refers to them.
 */

const text = { type: 'string' as const };

export const headers = {
  ETag: { description: 'The version, for `If-None-Match` and `If-Match`.', schema: text, example: '"1"' },
  Location: { description: 'Where it can be read.', schema: { ...text, format: 'uri-reference' as never } },
  Link: {
    description: 'The next page (RFC 8288), while there is one.',
    schema: text,
    example: '</v1/students?cursor=…>; rel="next"',
  },
  'X-Request-Id': {
    description: "The request's own if it is 1 to 64 of `A-Za-z0-9._-`, else a new one.",
    schema: { ...text, pattern: '^[A-Za-z0-9._-]{1,64}$' },
    example: '4f1c7d0e-7c5a-4f3e-9a36-5d2f0a8f6c11',
  },
  RateLimit: {
    description: 'What is left of each limit that the request counts for (draft-ietf-httpapi-ratelimit-headers-11).',
    schema: text,
    example: '"burst";r=99;t=10',
  },
  'RateLimit-Policy': {
    description: 'Those limits: a quota in a window of seconds.',
    schema: text,
    example: '"burst";q=100;w=10',
  },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const, minimum: 0 }, example: 7 },
  'WWW-Authenticate': {
    description: 'With `error="invalid_token"` where a credential was sent.',
    schema: text,
    example: 'Bearer error="invalid_token"',
  },
  Allow: { description: 'The methods that the path has, with a 405.', schema: text, example: 'GET, HEAD, OPTIONS' },
} satisfies HeadersObject;

export const header = (name: keyof typeof headers): ReferenceObject => ({ $ref: `#/components/headers/${name}` });
export const headersNamed = (...names: (keyof typeof headers)[]) =>
  Object.fromEntries(names.map((name) => [name, header(name)]));
export const limitHeaders = headersNamed('RateLimit', 'RateLimit-Policy');

export const parameters = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag of the version that is meant. If there is a newer one, nothing is written: 412.',
    schema: text,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag that is known already: if it still stands, 304.',
    schema: text,
  },
} satisfies Record<string, ParameterObject>;

export const parameter = (name: keyof typeof parameters): ReferenceObject => ({
  $ref: `#/components/parameters/${name}`,
});

export const schemas: Record<string, SchemaObject> = {
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
      title: { ...text },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { ...text },
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
      code: { ...text },
      message: { ...text },
    },
  },
};

const answersOf: Partial<Record<ProblemType, (keyof typeof headers)[]>> = {
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
    headers: { ...headersNamed('X-Request-Id', ...(answersOf[type] ?? [])), ...limitHeaders },
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
