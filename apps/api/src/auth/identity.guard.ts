import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { LRUCache } from 'lru-cache';
import type { AccessClaims } from './access-tokens.js';
import { clientCredentials } from './client-credentials.js';
import { Dpop, isDpop } from './dpop.js';
import { Identities } from './identities.js';
import type { IdentifiedRequest } from './identified-request.js';
import { KeyIdentities } from './key-identities.js';
import { kindOfSecret } from './key-secret.js';
import { Form } from '../common/form.js';
import { KeysInUse } from '../config/keys-in-use.js';
import { addressOf } from '../throttling/client.js';
import { isUncounted } from '../throttling/limits.js';
import { Windows } from '../throttling/windows.js';
import { verifiedTokens } from './verified-tokens.js';

/** A school of thousands behind one address comes with fewer new tokens a minute; each costs the processor a signature. */
const VERIFICATIONS_A_MINUTE = 1_000;

/**
 * Who is asking? Finds the caller of a request and refuses nobody: a request without a living credential goes on without a
 * caller, and the access guard answers it with 401 where one is needed. (It runs before the throttle, which counts by caller.)
 *
 * A signature is verified once a token: the text of a verified token is remembered until it expires. That its session is alive
 * and its role still true is asked every time, of memory that is told of every change.
 */
@Injectable()
export class IdentityGuard extends AuthGuard('jwt') {
  private readonly verified: () => LRUCache<string, AccessClaims>;
  private readonly verifications = new Windows();

  constructor(
    private readonly identities: Identities,
    private readonly programs: KeyIdentities,
    private readonly dpop: Dpop,
    keys: KeysInUse,
  ) {
    super();
    this.verified = verifiedTokens(keys);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const { authorization } = request.headers;
    if (isUncounted(context)) return true;
    if (request.body instanceof Form) return this.findClient(request, request.body);
    if (!authorization) return true;
    const secret = keySecret(authorization);
    if (secret) request.caller = await this.programs.find(secret, request);
    const token = accessToken(authorization);
    if (!token) return true;
    const claims = this.verified().get(token) ?? (await this.verify(context, token));
    if (claims && claims.exp * 1_000 > Date.now()) request.caller = await this.identities.find(claims);
    if (claims?.cnf || isDpop(request)) await this.dpop.requireProof(request, token, claims?.cnf?.jkt);
    return true;
  }

  /** What takes a form is OAuth, whose clients prove who they are in ways of their own; a token is no proof there. */
  private async findClient(request: IdentifiedRequest, form: Form): Promise<true> {
    const { id, secret = '' } = clientCredentials(request.headers.authorization, form) ?? {};
    if (kindOfSecret(secret) === 'hr_live_') request.caller = await this.programs.find(secret, request, id);
    return true;
  }

  private async verify(context: ExecutionContext, token: string): Promise<AccessClaims | undefined> {
    // An address that sends one unknown token after another is taken for nobody, and so meets the limit of nobodies.
    const { ip } = context.switchToHttp().getRequest<IdentifiedRequest>();
    if (this.verifications.hit(addressOf(ip), 60).hits > VERIFICATIONS_A_MINUTE) return undefined;
    const verified = this.verified();
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<IdentifiedRequest & { user?: AccessClaims | false }>();
    if (!request.user) return undefined;
    verified.set(token, request.user);
    return request.user;
  }

  /** passport's verdict, without its exception. */
  override handleRequest<Claims>(_error: unknown, claims: Claims): Claims {
    return claims;
  }
}

/** The token of `Authorization: Bearer …` (RFC 6750) or `DPoP …` (RFC 9449), if the header is nothing but that. */
function accessToken(authorization: string): string | undefined {
  return /^(?:bearer|dpop) +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
}

/** The API key, or the token of a program, that is sent in the same way. */
function keySecret(authorization: string): string | undefined {
  return /^bearer +(hr_[\w-]+)$/i.exec(authorization)?.[1];
}
