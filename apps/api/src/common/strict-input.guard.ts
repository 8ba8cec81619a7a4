import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { type InputError, invalidInput } from './problem.js';
import { routeMetadata } from './route-metadata.js';

/** A handler that takes no query, or no body, refuses one: what nobody reads would look as if it had been obeyed. */
@Injectable()
export class StrictInputGuard implements CanActivate {
  private readonly taken = routeMetadata(([handler, controller]) => {
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller!, handler!.name) as object | undefined) ?? {};
    const takes = (kind: RouteParamtypes) => Object.keys(args).some((key) => key.startsWith(`${kind}:`));
    return { query: takes(RouteParamtypes.QUERY), body: takes(RouteParamtypes.BODY) };
  });

  canActivate(context: ExecutionContext): boolean {
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const taken = this.taken(context);
    const faults: InputError[] = [];
    const unknown = { code: 'unknown', message: 'This is not part of the contract.' };
    if (!taken.query)
      faults.push(...Object.keys(query ?? {}).map((name) => ({ parameter: name.slice(0, 100), ...unknown })));
    if (!taken.body && body !== undefined && body !== null) faults.push({ pointer: '', ...unknown });
    if (faults.length > 0) throw invalidInput(faults);
    return true;
  }
}
