import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller as CallerType } from '../access/ability.js';
import { Problem } from '../common/problem.js';

/** A request after the identity guard: with its caller, if it brought a living credential. */
export interface IdentifiedRequest extends FastifyRequest {
  caller?: CallerType;
}

/** The caller of a route that is not public. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerType => {
  const { caller } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (!caller) throw new Problem('unauthenticated');
  return caller;
});
export type Caller = CallerType;

/** 401, with the challenge of RFC 6750: whether a credential was missing or was not good is all that it tells. */
export function credentialFault(request: FastifyRequest): Problem {
  const challenge = request.headers.authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  return new Problem('unauthenticated', { headers: { 'WWW-Authenticate': challenge } });
}
