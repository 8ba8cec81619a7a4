import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A file that is served out of memory. */
export class StaticFile {
  readonly body: Buffer;
  private readonly etag: string;

  constructor(
    content: string | Buffer,
    private readonly type: string,
  ) {
    this.body = Buffer.from(content);
    this.etag = `"${createHash('sha256').update(this.body).digest('base64url')}"`;
  }

  /** The file, or nothing with a 304. Nothing in it is secret, so it may be kept; but it is asked for again each time. */
  answer(request: FastifyRequest, reply: FastifyReply): Buffer | undefined {
    void reply.headers({ 'Content-Type': this.type, ETag: this.etag, 'Cache-Control': 'no-cache' });
    if (!request.headers['if-none-match']?.includes(this.etag)) return this.body;
    void reply.status(304);
    return undefined;
  }
}
