import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { type InputError, invalidInput } from './problem.js';

/** A handler that takes no query, or no body, refuses one: what nobody reads would look as if it had been obeyed. */
@Injectable()
export class StrictInputInterceptor implements NestInterceptor {
  private readonly taken = new WeakMap<object, { query: boolean; body: boolean }>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { query, body } = this.takenBy(context);
    const faults: InputError[] = [];
    const unknown = { code: 'unknown', message: 'This is not part of the contract.' };
    if (!query)
      faults.push(...Object.keys(request.query ?? {}).map((name) => ({ parameter: name.slice(0, 100), ...unknown })));
    if (!body && request.body !== undefined && request.body !== null) faults.push({ pointer: '', ...unknown });
    if (faults.length > 0) throw invalidInput(faults);
    return next.handle();
  }

  private takenBy(context: ExecutionContext) {
    const handler = context.getHandler();
    let taken = this.taken.get(handler);
    if (!taken) {
      const args = Object.keys(
        (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as object | undefined) ?? {},
      );
      const takes = (kind: RouteParamtypes) => args.some((key) => key.startsWith(`${kind}:`));
      taken = { query: takes(RouteParamtypes.QUERY), body: takes(RouteParamtypes.BODY) };
      this.taken.set(handler, taken);
    }
    return taken;
  }
}
