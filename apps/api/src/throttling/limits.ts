import { Reflector } from '@nestjs/core';
import { routeMetadata } from '../common/route-metadata.js';

/** The route takes a password, so guesses are counted by address under RATE_LIMIT_LOGIN besides. */
export const LoginLimit = Reflector.createDecorator<true | undefined>({ transform: () => true });

/** The route is for the machines that watch over this server, and is not counted. */
export const NoLimit = Reflector.createDecorator<true | undefined>({ transform: () => true });

const reflector = new Reflector();
export const takesPassword = routeMetadata((targets) => reflector.getAllAndOverride(LoginLimit, targets) === true);
export const isUncounted = routeMetadata((targets) => reflector.getAllAndOverride(NoLimit, targets) === true);
