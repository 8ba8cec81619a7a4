import type { Problem } from './generated/types.gen.js';

export type ProblemType = Problem['type'];

/** What an operation gives: its data or a problem, as `data` and `error`. */
export type Answer<T> = { data: T; error: undefined } | { data: undefined; error: Problem };

/** A problem where there is nobody to look at `error`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title} (${problem.status}, request ${problem.requestId}). ${problem.detail}`);
    this.problem = problem;
  }
}

/** The data of an answer; a problem is thrown as a ProblemError. */
export function dataOf<T>({ data, error }: Answer<T>): T {
  if (error) throw new ProblemError(error);
  return data;
}

/** What is not a problem is no answer of the API, but a network's failure or some proxy's page. It is thrown, never returned. */
export function throwUnlessProblem(error: unknown, response: Response | undefined): unknown {
  if (!response) throw error;
  // A 304 has neither data nor a problem: whoever sent If-None-Match looks at the status.
  if (response.status === 304) return error;
  if (!response.headers.get('Content-Type')?.startsWith('application/problem+json'))
    throw new Error(`${response.url} answered ${response.status} without a problem`, { cause: error });
  return error;
}
