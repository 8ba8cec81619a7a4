import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { credentialFault, type IdentifiedRequest } from '../auth/identified-request.js';
import { forbidden, notFound } from '../common/problem.js';
import { decisionOf } from './can.decorator.js';

/** May this caller's role do this at all? 401 without a living credential where one is needed, 403 where the role never can. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const decision = decisionOf(this.reflector, [context.getHandler(), context.getClass()]);
    if (decision === 'public') return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    if (!request.caller) throw credentialFault(request);
    // Unreachable, as the application does not start with an undecided route; closed all the same.
    if (!decision) throw notFound();
    if (!request.caller.ability.can(decision.action, decision.subject)) throw forbidden();
    return true;
  }
}
