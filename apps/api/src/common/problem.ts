import { HttpException } from '@nestjs/common';

/** The problem types (RFC 9457). Each is documented at /problems/<slug>, and its slug is part of the contract. */
export const problems = {
  'invalid-input': {
    status: 400,
    title: 'The input is not valid',
    detail: 'Something in the request is malformed, unknown or out of bounds; `errors` names it.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid credential',
    detail: 'Send a living access token as `Authorization: Bearer …`.',
  },
  forbidden: { status: 403, title: 'Not allowed', detail: 'The policy does not let you do this.' },
  'not-found': { status: 404, title: 'Not found', detail: 'There is no such thing here, or you may not read it.' },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: 'This path does not have that method; `Allow` lists those it has.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    detail: 'The connection was closed before the request was complete.',
  },
  conflict: {
    status: 409,
    title: 'In conflict with the present state',
    detail: 'A unique value is taken, or the state does not allow this.',
  },
  'precondition-failed': {
    status: 412,
    title: 'The thing has changed',
    detail: '`If-Match` is stale: read the thing again and repeat the change.',
  },
  'content-too-large': { status: 413, title: 'The body is too large', detail: 'A body may have 100 KiB at most.' },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    detail: 'A part of the path is longer than any this API has.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Media type not supported',
    detail: 'A body is `application/json` in UTF-8 (or `application/merge-patch+json` for PATCH).',
  },
  'expectation-failed': {
    status: 417,
    title: 'Expectation failed',
    detail: 'The only `Expect` that is met is `100-continue`.',
  },
  'too-many-requests': { status: 429, title: 'Too many requests', detail: 'Wait as long as `Retry-After` says.' },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'All headers together may have 16 KiB at most.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    detail: 'The request id helps those who run this server to find it.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable for a moment',
    detail: 'A dependency is down, or the server is overloaded or draining; try again later.',
  },
} as const;

export type ProblemType = keyof typeof problems;

/** One fault of the input: where it is (a JSON pointer into the body, or the name of a parameter) and what it is. */
export interface InputError {
  pointer?: string;
  parameter?: string;
  code: string;
  message: string;
}

export interface ProblemExtras {
  detail?: string;
  errors?: InputError[];
  headers?: Record<string, string>;
}

/** An answer that is a problem. The filter (problem.filter.ts) turns it, and everything else that is thrown, into one envelope. */
export class Problem extends HttpException {
  constructor(
    readonly type: ProblemType,
    readonly extras: ProblemExtras = {},
  ) {
    super(problems[type].title, problems[type].status);
  }
}

/** The first faults only, so that an answer can't be many times as long as what it refuses. */
export const invalidInput = (errors: InputError[]) => new Problem('invalid-input', { errors: errors.slice(0, 50) });
export const forbidden = (errors?: InputError[]) => new Problem('forbidden', { errors });
export const notFound = () => new Problem('not-found');
export const conflict = (detail: string, errors?: InputError[]) => new Problem('conflict', { detail, errors });

/** A body's reference to a row that isn't there, or is another school's: both are answered alike. */
export const unknownReference = (property: string) =>
  invalidInput([
    { pointer: `/${property}`, code: 'unknown_reference', message: 'There is no such thing in this school.' },
  ]);
