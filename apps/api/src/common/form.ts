import type { SignedRequest } from './body-parser.js';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** What a form of `application/x-www-form-urlencoded` says: a parameter that is there twice is in `repeated`, and one without a value isn't there. */
export class Form {
  readonly repeated: boolean;
  private readonly values: Map<string, string>;

  constructor(text: string) {
    const pairs = [...new URLSearchParams(text)];
    this.values = new Map(pairs.filter(([, value]) => value !== ''));
    this.repeated = new Set(pairs.map(([name]) => name)).size < pairs.length;
  }

  get(name: string): string | undefined {
    return this.values.get(name);
  }
}

/** OAuth's requests are forms (RFC 6749, 4.4.2); everywhere else one is a 415, as a page of another site can send it unasked. */
export function addFormParser(fastify: FastifyInstance): void {
  const parser = { parseAs: 'string' } as const;
  fastify.addContentTypeParser('application/x-www-form-urlencoded', parser, (request, body, done) => {
    if ('signature-input' in request.headers) (request as SignedRequest).bytes = Buffer.from(body as string);
    if (!takesForm(request.url)) done(new Problem('unsupported-media-type'));
    else done(null, new Form(body as string));
  });
}

export const takesForm = (url: string) => url.startsWith('/oauth/');
