import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { Dpop } from './dpop.js';
import type { IdentifiedRequest } from './identified-request.js';
import type { Device } from './session-store.js';

/** Finds out what a request for tokens comes from. @throws 400 for a DPoP proof that doesn't hold, before any secret is looked at */
@Injectable()
class DevicePipe implements PipeTransform<IdentifiedRequest, Promise<Device>> {
  constructor(private readonly dpop: Dpop) {}

  async transform(request: IdentifiedRequest): Promise<Device> {
    const { ip, headers } = request;
    return { ip, userAgent: headers['user-agent'], dpopThumbprint: await this.dpop.keyOf(request) };
  }
}

const theRequest = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest());

/** What tokens are asked for from; each way to log in takes it, so that each can bind them to a key. */
export const FromDevice = () => theRequest(DevicePipe);
