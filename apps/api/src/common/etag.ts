import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** A resource with the version of its row (or a digest, where it is none of a row), from which its ETag is made. */
export class Versioned<T> {
  constructor(
    readonly version: number | string,
    readonly body: T,
    /** The path of its collection, where that isn't the one it was posted to. */
    readonly collection?: string,
  ) {}
}

/** Sends a Versioned with its ETag, after a POST with its Location, or as a 304 to a GET whose `If-None-Match` has it (RFC 9110, 13.1.2). */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof Versioned)) return answer;
        const { method, headers, url } = http.getRequest<FastifyRequest>();
        const reply = http.getResponse<FastifyReply>();
        const etag = `"${answer.version}"`;
        void reply.header('ETag', etag);
        if (method === 'POST') {
          void reply.header(
            'Location',
            `${answer.collection ?? url.split('?')[0]}/${(answer.body as { id: string }).id}`,
          );
        }
        if (method !== 'GET' && method !== 'HEAD') return answer.body;
        if (!entityTags(headers['if-none-match']).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag))
          return answer.body;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}

/**
 * What `If-Match` asks of the row's version, as a part of the statement's WHERE; {} where nothing is asked. An empty list of versions
 * is a condition too, which no row meets (where an empty `OR` might be none): a tag that we never gave matches nothing.
 */
export interface Precondition {
  version?: { in: number[] };
}

/**
 * `If-Match` (RFC 9110, 13.1.1): strong comparison, so a weak tag matches nothing, nor does one that we never gave.
 * The check itself is in the statement that writes: of two writers with the same tag, one wins.
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): Precondition => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined || header.trim() === '*') return {};
  return { version: { in: entityTags(header).flatMap(versionOf) } };
});

function versionOf(tag: string): number[] {
  const [, version] = /^"([1-9]\d{0,8})"$/.exec(tag) ?? [];
  return version ? [Number(version)] : [];
}

const entityTags = (header: string | undefined): string[] => header?.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];
