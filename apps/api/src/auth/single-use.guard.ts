import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from './identified-request.js';
import { Nonces } from './nonces.js';

/**
 * A request that was signed for one use is nobody's the second time, on every instance. It comes after the throttle, as each use is
 * a row in the database; whoever sends what isn't signed this way waits for nothing here.
 */
@Injectable()
export class SingleUseGuard implements CanActivate {
  constructor(private readonly nonces: Nonces) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    return request.once ? this.spend(request, request.once) : true;
  }

  private async spend(request: IdentifiedRequest, once: NonNullable<IdentifiedRequest['once']>): Promise<true> {
    if (await this.nonces.spend(once.owner, once.nonce, request.ip)) return true;
    request.caller = undefined;
    request.refusal = once.refusal;
    return true;
  }
}
