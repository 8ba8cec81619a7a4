import { Reflector } from '@nestjs/core';
import type { Action, Subject } from './ability.js';

export interface Permission {
  action: Action;
  subject: Subject;
}

/** The route is for callers whose role can do this to this kind of thing at all; which rows, the statement decides. */
const permission = Reflector.createDecorator<Permission>();
export const Can = (action: Action, subject: Subject) => permission({ action, subject });

/** The route is for everyone, with or without a credential. */
const open = Reflector.createDecorator<true>();
export const Public = () => open(true);

const reflector = new Reflector();

/** What was decided for a handler (or its controller): a permission, 'public', or undefined where nobody decided. */
export function decisionOf(targets: Parameters<Reflector['getAllAndOverride']>[1]): Permission | 'public' | undefined {
  return (
    reflector.getAllAndOverride(permission, targets) ??
    (reflector.getAllAndOverride(open, targets) ? 'public' : undefined)
  );
}
