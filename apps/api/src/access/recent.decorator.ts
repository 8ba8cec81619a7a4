import { Reflector } from '@nestjs/core';
import { Problem } from '../common/problem.js';
import type { Caller } from './ability.js';

/** A password or factor counts as used lately for so many seconds. */
export const RECENT_SECONDS = 600;

/** The route needs a password or a factor that was used lately: who found an open laptop does not get through. */
export const Recent = Reflector.createDecorator<true | undefined>({ transform: () => true });

const reflector = new Reflector();
export const needsRecent = (targets: Parameters<Reflector['getAllAndOverride']>[1]): boolean =>
  reflector.getAllAndOverride(Recent, targets) === true;

/** @throws 401 with the challenge of RFC 9470: the same request is answered after a step-up */
export function requireRecent({ role, authenticatedAt, bound }: Caller): void {
  // A program has nobody who could be asked; that its key has the scope is what somebody said with a password used lately.
  if (role === 'key') return;
  if (authenticatedAt + RECENT_SECONDS * 1_000 > Date.now()) return;
  const scheme = bound ? 'DPoP' : 'Bearer';
  throw new Problem('unauthenticated', {
    detail: `This needs a password or a factor that was used in the last ${RECENT_SECONDS / 60} minutes.`,
    headers: { 'WWW-Authenticate': `${scheme} error="insufficient_user_authentication", max_age="${RECENT_SECONDS}"` },
  });
}
