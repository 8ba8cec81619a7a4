import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { credentialFault, type IdentifiedRequest } from '../auth/identified-request.js';
import { forbidden, notFound, Problem } from '../common/problem.js';
import { routeMetadata } from '../common/route-metadata.js';
import type { Caller } from './ability.js';
import { decisionOf } from './can.decorator.js';
import { needsRecent, requireRecent } from './recent.decorator.js';

/** May this caller's role do this at all? 401 without a living credential where one is needed, 403 where the role never can, and 401 again where that needs a password or factor used lately. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly decision = routeMetadata(decisionOf);
  private readonly needsRecent = routeMetadata(needsRecent);

  canActivate(context: ExecutionContext): boolean {
    const decision = this.decision(context);
    if (decision === 'public') return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    if (!request.caller) throw credentialFault(request);
    // Unreachable, as the application does not start with an undecided route; closed all the same.
    if (!decision) throw notFound();
    if (!request.caller.ability.can(decision.action, decision.subject)) throw refusal(request.caller);
    if (this.needsRecent(context)) requireRecent(request.caller);
    return true;
  }
}

const refusal = ({ factorMissing }: Caller) =>
  factorMissing
    ? new Problem('forbidden', {
        detail: 'Your school requires a second factor: enrol one, or log in with it.',
      })
    : forbidden();
