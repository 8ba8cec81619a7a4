import type { Answer } from './client.js';

/** Asserts a problem of this status, in the one envelope; returns its input errors as `where code`. */
export function expectProblem(answer: Answer, status: number): string[] {
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: {
      status,
      type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
      title: expect.any(String),
      detail: expect.any(String),
      requestId: expect.any(String),
    },
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
  return (answer.body.errors ?? []).map(
    (error: { pointer?: string; parameter?: string; code: string }) =>
      `${error.pointer ?? error.parameter} ${error.code}`,
  );
}

/** What of a problem may not differ between two answers that must look alike. */
export function withoutRequestId({ status, headers, body }: Answer) {
  const { requestId: _, ...problem } = body;
  const kept = [...headers].filter(([name]) => !['x-request-id', 'date', 'ratelimit', 'keep-alive'].includes(name));
  return { status, headers: Object.fromEntries(kept), problem };
}
