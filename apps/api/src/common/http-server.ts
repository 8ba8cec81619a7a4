import { type IncomingMessage, maxHeaderSize, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestIdOf, securityHeaders } from './headers.js';
import { Problem, problems, type ProblemType } from './problem.js';
import { problemBody, sendProblem, toProblem } from './problem.filter.js';

/** Node's HTTP server and Fastify's router, set so that a slow or hostile client gets a problem or nothing, and soon. */
export const serverOptions = {
  bodyLimit: 100 * 1024,
  // A client has 5 s for its headers and 10 s for the whole request.
  requestTimeout: 10_000,
  keepAliveTimeout: 65_000,
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, maxHeaderSize },
  routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: false },
  genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
  logger: false,
  clientErrorHandler,
  // What the router refuses before any hook: a malformed or over-long path.
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    void reply.headers({ ...securityHeaders, 'X-Request-Id': request.id });
    sendProblem(reply, request.id, toProblem(error));
  },
} as const;

const clientErrors: Record<string, ProblemType> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** What the HTTP parser refuses never becomes a request; it is answered on the bare socket. */
function clientErrorHandler(this: unknown, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = new Problem(clientErrors[error.code ?? ''] ?? 'invalid-input', { detail: 'This is not well-formed HTTP.' });
  const { status } = problems[problem.type];
  const requestId = requestIdOf(undefined);
  const body = problemBody(problem, requestId);
  const headers = {
    ...securityHeaders,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** An `Expect` other than 100-continue (RFC 9110, 10.1.1). */
export function refuseExpectations(fastify: FastifyInstance): void {
  fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const requestId = requestIdOf(request.headers['x-request-id']);
    response.writeHead(417, { ...securityHeaders, 'Content-Type': 'application/problem+json; charset=utf-8', 'X-Request-Id': requestId, Connection: 'close' });
    response.end(problemBody(new Problem('expectation-failed'), requestId));
  });
}
