import { type ExecutionContext, Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerOptions } from '@nestjs/throttler';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { Config, type RateWindow } from '../config/config.js';
import { addressOf, clientOf } from './client.js';
import { InFlight } from './in-flight.js';
import { LoginLimit } from './limits.js';
import { WindowStorage } from './window-storage.js';

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<IdentifiedRequest>();

/** A limit by user, one by address for requests without a user, and one by address for every guess at a password. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [Config, Reflector],
      useFactory: ({ rateLimits }: Config, reflector: Reflector) => {
        const takesPassword = (context: ExecutionContext) => reflector.get(LoginLimit, context.getHandler()) === true;
        return {
          storage: new WindowStorage(),
          getTracker: (request) => clientOf(request as IdentifiedRequest),
          throttlers: [
            ...policies(['burst', 'hour', 'day'], rateLimits.user, { skipIf: (context) => !requestOf(context).caller }),
            ...policies(['anonymous'], rateLimits.anonymous, {
              skipIf: (context) => !!requestOf(context).caller || takesPassword(context),
            }),
            ...policies(['login'], rateLimits.login, {
              skipIf: (context) => !takesPassword(context),
              getTracker: (request) => addressOf((request as IdentifiedRequest).ip),
            }),
          ],
        };
      },
    }),
  ],
  providers: [InFlight],
  exports: [ThrottlerModule, InFlight],
})
export class ThrottlingModule {}

/** The windows of one setting as named policies; a window beyond the names is called after its place. */
function policies(names: string[], windows: RateWindow[], options: Partial<ThrottlerOptions>): ThrottlerOptions[] {
  return windows.map(({ limit, seconds }, index) => ({
    ...options,
    name: names[index] ?? `${names[0]}-${index + 1}`,
    limit,
    ttl: seconds * 1_000,
  }));
}
