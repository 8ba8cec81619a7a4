import { type IncomingMessage, maxHeaderSize, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestIdOf, securityHeaders } from './headers.js';
import { invalidInput, Problem, problems, type ProblemType } from './problem.js';
import { problemBody, sendProblem, toProblem } from './problem.filter.js';

/** Node's HTTP server and Fastify's router, set so that a slow or hostile client gets a problem or nothing, and soon. */
export const serverOptions = {
  bodyLimit: 100 * 1024,
  // A client has 5 s for its headers and 10 s for the whole request.
  requestTimeout: 10_000,
  keepAliveTimeout: 65_000,
  // While it closes, a request that still comes on an open connection is answered like any other.
  return503OnClosing: false,
  // Without a Host, Node would answer by itself; request-hooks.ts looks at it instead.
  http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000, maxHeaderSize, requireHostHeader: false },
  // `http://host/path` (RFC 9112, 3.2.2) is routed by its path, and `*` is a path that nothing has.
  rewriteUrl: ({ url = '' }: IncomingMessage) =>
    url.startsWith('/') ? url : `/${url.replace(/^https?:\/\/[^/?#]*\/?/i, '')}`,
  routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: false },
  genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
  logger: false,
  clientErrorHandler,
} as const;

/** What the router refuses before any hook, so also before the one that logs: a malformed or over-long path. */
export const refuseMalformed =
  (log: (request: FastifyRequest, reply: FastifyReply) => void) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    reply.raw.once('close', () => log(request, reply));
    void reply.headers({ ...securityHeaders, 'X-Request-Id': request.id });
    const { type } = toProblem(error);
    const malformed = invalidInput([
      { parameter: 'path', code: 'malformed', message: 'Malformed escapes are refused.' },
    ]);
    sendProblem(reply, request.id, type === 'invalid-input' ? malformed : new Problem(type));
  };

const clientErrors: Record<string, ProblemType> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** What the HTTP parser refuses never becomes a request; it is answered on the bare socket. */
function clientErrorHandler(this: unknown, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  answerOnSocket(socket, clientErrors[error.code ?? ''] ?? 'invalid-input');
}

function answerOnSocket(socket: Duplex, type: ProblemType): void {
  const problem = new Problem(type, type === 'invalid-input' ? { detail: 'This is not well-formed HTTP.' } : {});
  const { status } = problems[type];
  const requestId = requestIdOf(undefined);
  const body = problemBody(problem, requestId);
  const lines = Object.entries(problemHeaders(body, requestId)).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

const problemHeaders = (body: string, requestId: string) => ({
  ...securityHeaders,
  'Content-Type': 'application/problem+json; charset=utf-8',
  'Content-Length': Buffer.byteLength(body),
  'X-Request-Id': requestId,
  Connection: 'close',
});

/** What Node keeps from the router: CONNECT, and an `Expect` other than 100-continue (RFC 9110, 9.3.6 and 10.1.1). */
export function refuseUnroutable(fastify: FastifyInstance): void {
  fastify.server.on('connect', (_request: IncomingMessage, socket: Duplex) => answerOnSocket(socket, 'invalid-input'));
  fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const requestId = requestIdOf(request.headers['x-request-id']);
    const body = problemBody(new Problem('expectation-failed'), requestId);
    response.writeHead(problems['expectation-failed'].status, problemHeaders(body, requestId)).end(body);
  });
}
