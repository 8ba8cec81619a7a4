import { All, Body, Controller, HttpCode, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { Public } from '../access/can.decorator.js';
import { notFound, Problem } from './problem.js';

/** Every path and method that no other route has: 404, or 405 with `Allow` where the path has other methods. */
@ApiExcludeController()
@Controller()
export class UnmatchedController {
  @All('*')
  @Public()
  @HttpCode(204)
  // It takes any query and body, so that strict-input.guard.ts doesn't find fault with them before this is said.
  answer(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() _query: object,
    @Body() _body: object,
  ): void {
    const allow = allowedMethods(request);
    if (allow.length === 0) throw notFound();
    if (request.method !== 'OPTIONS') throw new Problem('method-not-allowed', { headers: { Allow: allow.join(', ') } });
    void reply.header('Allow', allow.join(', '));
  }
}

const methods: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods for which the router has a route of this path other than this controller's. It takes an empty id for one, which none is. */
export function allowedMethods({ server, url }: FastifyRequest): string[] {
  const path = url.split('?')[0]!;
  const found = methods.filter((method) => {
    const route = server.findRoute({ url: path, method }) as { params?: Record<string, string> } | null;
    return route && Object.entries(route.params ?? {}).every(([name, value]) => name !== '*' && value !== '');
  });
  return found.length > 0 ? [...found, 'OPTIONS'] : [];
}
