import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { partsOf } from './request-hooks.js';
import type { Page } from './page.dto.js';

/** `Link: <…>; rel="next"` (RFC 8288) on every page that has a next one. */
@Injectable()
export class LinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((answer: Partial<Page<unknown>> | undefined) => {
        const cursor = answer?.page?.nextCursor;
        if (cursor) {
          const { path, query } = partsOf(http.getRequest<FastifyRequest>().url);
          const parameters = new URLSearchParams(query);
          parameters.set('cursor', cursor);
          void http.getResponse<FastifyReply>().header('Link', `<${path}?${parameters.toString()}>; rel="next"`);
        }
        return answer;
      }),
    );
  }
}
