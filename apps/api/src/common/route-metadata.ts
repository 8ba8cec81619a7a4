import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

type Targets = Parameters<Reflector['getAllAndOverride']>[1];

/** What decorators say of a handler and its controller. It never changes, so it is read once for each. */
export function routeMetadata<T>(read: (targets: Targets) => T): (context: ExecutionContext) => T {
  const known = new WeakMap<object, Map<object, T>>();
  return (context) => {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    const ofHandler = known.get(handler) ?? new Map<object, T>();
    if (!ofHandler.has(controller)) known.set(handler, ofHandler.set(controller, read([handler, controller])));
    return ofHandler.get(controller)!;
  };
}
