import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller as CallerType } from '../access/ability.js';
import { Problem } from '../common/problem.js';

/** A request after the identity guard: with its caller, if it brought a living credential. */
export interface IdentifiedRequest extends FastifyRequest {
  caller?: CallerType;
  /** The key that it was proven to come from (dpop.ts). */
  provenKey?: string;
  /** What it may be used once by; spent after the throttle (single-use.guard.ts). */
  once?: { owner: string; nonce: string; refusal: Refusal };
  /** Why the credential that it brought is not taken. */
  refusal?: Refusal;
}

/** What a 401 says of a credential of one kind. */
export interface Refusal {
  detail: string;
  headers: Record<string, string>;
}

/** The caller of a route that is not public. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerType => {
  const { caller } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (!caller) throw new Problem('unauthenticated');
  return caller;
});
export type Caller = CallerType;

/** 401, with the challenge of RFC 6750: whether a credential was missing or was not good is all that it tells of a bearer's. */
export function credentialFault(request: IdentifiedRequest): Problem {
  if (request.refusal) return new Problem('unauthenticated', request.refusal);
  const challenge = request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  return new Problem('unauthenticated', { headers: { 'WWW-Authenticate': challenge } });
}
