import type { ContentObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import { problems, type ProblemType } from '../common/problem.js';
import { headers, headersNamed, limitHeaders, limitHeadersIfCounted } from './components.js';
import { nameOf, problemSchema } from './problem-schemas.js';

const headersOf: Partial<Record<ProblemType, (keyof typeof headers)[]>> = {
  unauthenticated: ['WWW-Authenticate', 'Accept-Signature'],
  'too-many-requests': ['Retry-After'],
  unavailable: ['Retry-After'],
};
/** What may be said before the request counts for a limit. */
const early = new Set<ProblemType>([
  'invalid-input',
  'content-too-large',
  'unsupported-media-type',
  'too-many-requests',
  'internal',
  'unavailable',
]);
/** What no operation lists, as it is no fault of what the operation takes. */
const others = [
  'method-not-allowed',
  'request-timeout',
  'content-too-large',
  'uri-too-long',
  'unsupported-media-type',
  'expectation-failed',
  'headers-too-large',
] satisfies ProblemType[];
const errors = [{ pointer: '/email', code: 'email', message: 'must be an email' }];

export function problemContent(type: ProblemType): ContentObject {
  const { status, title, detail } = problems[type];
  const example = {
    type: `/problems/${type}`,
    title,
    status,
    detail,
    requestId: headers['X-Request-Id'].example,
    ...(status === 400 && { errors }),
  };
  return { 'application/problem+json': { schema: problemSchema(type), example } };
}

function problemResponse(type: ProblemType): ResponseObject {
  const { title, detail } = problems[type];
  return {
    description: `${title}. ${detail}`,
    headers: {
      ...headersNamed('X-Request-Id', ...(headersOf[type] ?? [])),
      ...(early.has(type) ? limitHeadersIfCounted : limitHeaders),
    },
    content: problemContent(type),
  };
}

const typeOf = Object.fromEntries(Object.entries(problems).map(([type, { status }]) => [status, type])) as Record<
  number,
  ProblemType
>;

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
      headers: { ...headersNamed('ETag', 'X-Request-Id'), ...limitHeaders },
    },
    ...Object.fromEntries(named),
    OtherProblem: {
      ...problemResponse('method-not-allowed'),
      description:
        'Any other problem: a method that the path does not have (405, with `Allow`), a request that came too slowly (408) or whose address (414), `Expect` (417) or headers (431) are refused; or a body where none is taken, too large (413) or not JSON (415).',
      headers: { ...headersNamed('X-Request-Id', 'Allow'), ...limitHeadersIfCounted },
      content: {
        'application/problem+json': {
          ...problemResponse('method-not-allowed').content!['application/problem+json'],
          schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { oneOf: others.map(problemSchema) }] },
        },
      },
    },
  };
}
