import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { LRUCache } from 'lru-cache';
import type { AccessClaims } from './access-tokens.js';
import { Identities } from './identities.js';
import type { IdentifiedRequest } from './identified-request.js';

/**
 * Who is asking? Finds the caller of a request and refuses nobody: a request without a living credential goes on without a
 * caller, and the access guard answers it with 401 where one is needed. (It runs before the throttle, which counts by caller.)
 *
 * A signature is verified once a token: the text of a verified token is remembered until it expires. That its session is alive
 * and its role still true is asked every time, of memory that is told of every change.
 */
@Injectable()
export class IdentityGuard extends AuthGuard('jwt') {
  private readonly verified = new LRUCache<string, AccessClaims>({ max: 10_000 });

  constructor(private readonly identities: Identities) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const { authorization } = request.headers;
    if (authorization === undefined) return true;
    const claims = this.verified.get(authorization) ?? (await this.verify(context, authorization));
    if (claims && claims.exp * 1_000 > Date.now()) request.caller = await this.identities.find(claims);
    return true;
  }

  private async verify(context: ExecutionContext, authorization: string): Promise<AccessClaims | undefined> {
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<IdentifiedRequest & { user?: AccessClaims | false }>();
    if (!request.user) return undefined;
    this.verified.set(authorization, request.user);
    return request.user;
  }

  /** passport's verdict, without its exception. */
  override handleRequest<Claims>(_error: unknown, claims: Claims): Claims {
    return claims;
  }
}
