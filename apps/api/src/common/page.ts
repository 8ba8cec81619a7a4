import type { FastifyReply } from 'fastify';
import { Answer, json } from './answer.js';
import type { PageInfo } from './page.dto.js';
import { partsOf } from './request-hooks.js';

/** A page of a list. */
export class Page<View> extends Answer {
  constructor(
    readonly data: View[],
    readonly page: PageInfo,
    private readonly stringify: (view: View) => string,
  ) {
    super();
  }

  /** With `Link: <…>; rel="next"` (RFC 8288) if there is a next one. */
  prepare(reply: FastifyReply): string {
    const { nextCursor } = this.page;
    if (nextCursor) {
      void reply.header('Link', `<${withCursor(reply.request.url, nextCursor)}>; rel="next"`);
    }
    return json(reply, `{"data":[${this.data.map(this.stringify).join(',')}],"page":${JSON.stringify(this.page)}}`);
  }
}

function withCursor(url: string, cursor: string): string {
  const { path, query } = partsOf(url);
  // A cursor has no letter that would have to be escaped.
  if (query === '') return `${path}?cursor=${cursor}`;
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${path}?${parameters.toString()}`;
}
