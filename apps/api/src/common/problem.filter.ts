import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { databaseProblem } from './database-problem.js';
import { Problem, problems, type ProblemType } from './problem.js';

/** The one envelope: whatever is thrown leaves as application/problem+json (RFC 9457), and says nothing of what is inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = toProblem(error);
    if (problem.type === 'internal')
      this.logger.error({ requestId: request.id, error: describe(error) }, 'unexpected error');
    sendProblem(http.getResponse<FastifyReply>(), request.id, problem);
  }
}

export function sendProblem(reply: FastifyReply, requestId: string, problem: Problem): void {
  const { status } = problems[problem.type];
  if (status === 503) reply.header('Retry-After', '1');
  // A refused logout has ended nothing, though its route has set this already.
  reply.removeHeader('Clear-Site-Data');
  reply.removeHeader('Pragma');
  void reply
    .status(status)
    .headers(problem.extras.headers ?? {})
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .serializer((body: string) => body)
    .send(problemBody(problem, requestId));
}

export function problemBody(problem: Problem, requestId: string): string {
  const { title, status, detail } = problems[problem.type];
  const { extras } = problem;
  return JSON.stringify({
    type: `/problems/${problem.type}`,
    title,
    status,
    detail: extras.detail ?? detail,
    requestId,
    errors: extras.errors,
  });
}

const statusTypes = Object.fromEntries(Object.entries(problems).map(([type, { status }]) => [status, type])) as Record<
  number,
  ProblemType
>;

/** What the framework, the HTTP server or the database threw, as one of our problems; the unknown is an opaque 500. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
  if (status && status < 500) return new Problem(statusTypes[status] ?? 'invalid-input');
  return databaseProblem(error) ?? new Problem('internal');
}

/** For the log: the kind of error and where it was thrown. Messages of drivers can quote values, so they stay out. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames =
    error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8) ?? [];
  return { name: error.name, code: (error as { code?: unknown }).code, stack: frames.map((frame) => frame.trim()) };
}
