import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { Problem } from '../common/problem.js';
import { InFlight } from './in-flight.js';
import { NoLimit } from './limits.js';

/** 429 beyond a rate or too many at once; before the 401 and everything else that costs more. */
@Injectable()
export class ThrottlingGuard extends ThrottlerGuard {
  @Inject() private readonly inFlight: InFlight;

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride(NoLimit, [context.getHandler(), context.getClass()])) return true;
    const { req, res } = this.requestAndReply(context);
    this.inFlight.enter(req, res);
    return super.canActivate(context);
  }

  /** The headers of draft-ietf-httpapi-ratelimit-headers-11, one item a policy. */
  protected override async handleRequest({
    context,
    limit,
    ttl,
    throttler,
    getTracker,
    blockDuration,
  }: ThrottlerRequest): Promise<boolean> {
    const { req, res } = this.requestAndReply(context);
    const name = throttler.name!;
    const key = `${name} ${await getTracker(req, context)}`;
    const { totalHits, timeToExpire, isBlocked } = await this.storageService.increment(
      key,
      ttl,
      limit,
      blockDuration,
      name,
    );
    append(res, 'RateLimit-Policy', `"${name}";q=${limit};w=${ttl / 1_000}`);
    append(res, 'RateLimit', `"${name}";r=${Math.max(0, limit - totalHits)};t=${timeToExpire}`);
    if (isBlocked) throw new Problem('too-many-requests', { headers: { 'Retry-After': String(timeToExpire) } });
    return true;
  }

  private requestAndReply(context: ExecutionContext): { req: IdentifiedRequest; res: FastifyReply } {
    const http = context.switchToHttp();
    return { req: http.getRequest(), res: http.getResponse() };
  }
}

function append(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  void reply.header(name, before === undefined ? item : `${String(before)}, ${item}`);
}
