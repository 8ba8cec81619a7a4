import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { Problem } from '../common/problem.js';
import { InFlight } from './in-flight.js';
import { isUncounted, takesPassword } from './limits.js';
import { Policies } from './policies.js';
import { Windows } from './windows.js';

/** 429 beyond a rate or too many at once; before the 401 and everything else that costs more. */
@Injectable()
export class ThrottlingGuard implements CanActivate {
  private readonly windows = new Windows();

  constructor(
    private readonly inFlight: InFlight,
    private readonly policies: Policies,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (isUncounted(context)) return true;
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<IdentifiedRequest>(), http.getResponse<FastifyReply>()];
    this.inFlight.enter(request, reply);
    this.count(request, reply, takesPassword(context));
    return true;
  }

  /** Tells of each policy in the headers of draft-ietf-httpapi-ratelimit-headers-11; those behind one that is used up don't count. */
  private count(request: IdentifiedRequest, reply: FastifyReply, withPassword: boolean): void {
    const [quotas, states]: [string[], string[]] = [[], []];
    let wait: number | undefined;
    for (const { name, limit, seconds, quota, client } of this.policies.of(request, withPassword)) {
      const { hits, endsIn } = this.windows.hit(`${name} ${client(request)}`, seconds);
      quotas.push(quota);
      states.push(`"${name}";r=${Math.max(0, limit - hits)};t=${endsIn}`);
      if (hits > limit) wait = endsIn;
      if (wait !== undefined) break;
    }
    void reply.headers({ 'RateLimit-Policy': quotas.join(', '), RateLimit: states.join(', ') });
    if (wait !== undefined) throw new Problem('too-many-requests', { headers: { 'Retry-After': String(wait) } });
  }
}
