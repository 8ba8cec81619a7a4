import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KnownKey } from './known-key.js';

/** What a key asks of a request besides its secret. */
@Injectable()
export class KeyProofs {
  /** Whether the request brings it. Nothing here verifies a signature, so a key that requires one opens nothing. */
  async given(key: KnownKey, _request: FastifyRequest): Promise<boolean> {
    return !key.signing;
  }
}
