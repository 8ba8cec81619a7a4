import type { FastifyReply, FastifyRequest } from 'fastify';

const shown =
  'ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id, Deprecation, Sunset';
const preflight = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, DPoP, Idempotency-Key, If-Match, If-None-Match, X-Request-Id',
  'Access-Control-Max-Age': '600',
};

/**
 * Lets the pages of these origins read answers, refusals included (https://fetch.spec.whatwg.org/#http-cors-protocol). Never
 * with credentials of the browser's own: the API takes none. A preflight is answered here, as it must not count for a limit.
 */
export class Cors {
  private readonly origins: Set<string>;

  constructor(origins: string[]) {
    this.origins = new Set(origins);
  }

  /** Sets the headers; true if the request was a preflight, which is answered then. */
  answer({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
    if (this.origins.size === 0) return false;
    void reply.header('Vary', 'Origin');
    if (headers.origin === undefined || !this.origins.has(headers.origin)) return false;
    void reply.headers({ 'Access-Control-Allow-Origin': headers.origin, 'Access-Control-Expose-Headers': shown });
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    void reply.status(204).headers(preflight).send();
    return true;
  }
}
