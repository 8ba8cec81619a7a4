import type { FastifyReply, FastifyRequest } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import { routeOf } from '../common/logging.js';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Series = Histogram.Internal<'method' | 'route' | 'status'>;

/**
 * How many requests there were and how long they took, by method, route and class of status. The route is counted by its pattern:
 * an address would hold ids, and be a series for each.
 */
export class RequestMetrics {
  private readonly durations: Histogram<'method' | 'route' | 'status'>;
  /** prom-client looks for a series by all of its labels, at several times the cost. */
  private readonly series = new Map<string, Series>();

  constructor(registry: Registry) {
    this.durations = new Histogram({
      name: 'homeroom_http_request_duration_seconds',
      help: 'Requests by method, route and class of status, and how long they took.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers: [registry],
    });
  }

  observe(request: FastifyRequest, reply: FastifyReply): void {
    const { method } = request;
    const route = routeOf(request);
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    const name = `${method} ${route} ${status}`;
    let series = this.series.get(name);
    if (!series) this.series.set(name, (series = this.durations.labels(method, route, status)));
    series.observe(reply.elapsedTime / 1_000);
  }
}
