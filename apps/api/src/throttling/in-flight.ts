import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { clientOf } from './client.js';

/** How many requests of each client are under way: one client can't take every database connection. */
@Injectable()
export class InFlight {
  private readonly counts = new Map<string, number>();

  constructor(private readonly config: Config) {}

  /** Counts the request until its answer is sent or its connection is lost. @throws 429; 408 if that has happened already */
  enter(request: IdentifiedRequest, reply: FastifyReply): void {
    // Who it is may have taken a while. A connection is closed once: a place that is taken after it would never be given back.
    if (reply.raw.closed) throw new Problem('request-timeout');
    const client = clientOf(request);
    const count = this.counts.get(client) ?? 0;
    if (count >= this.config.maxInFlight) {
      throw new Problem('too-many-requests', {
        detail: 'Too many of your requests are under way at once.',
        headers: { 'Retry-After': '1' },
      });
    }
    this.counts.set(client, count + 1);
    reply.raw.once('close', () => this.leave(client));
  }

  private leave(client: string): void {
    const count = this.counts.get(client)! - 1;
    if (count > 0) this.counts.set(client, count);
    else this.counts.delete(client);
  }
}
