import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../common/problem.js';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/** A file that is served out of memory. */
export class StaticFile {
  private readonly body: Buffer;
  private readonly etag: string;

  constructor(
    readonly name: string,
    content: string | Buffer,
  ) {
    this.body = Buffer.from(content);
    this.etag = `"${createHash('sha256').update(this.body).digest('base64url')}"`;
  }

  static read(path: string): StaticFile {
    return new StaticFile(basename(path), readFileSync(path));
  }

  /** The file, or nothing with a 304. Nothing in it is secret, so it may be kept; but it is asked for again each time. */
  answer(request: FastifyRequest, reply: FastifyReply): Buffer | undefined {
    void reply.headers({ 'Content-Type': types[extname(this.name)]!, ETag: this.etag, 'Cache-Control': 'no-cache' });
    const known = request.headers['if-none-match'];
    if (known !== '*' && !known?.includes(this.etag)) return this.body;
    void reply.status(304);
    return undefined;
  }
}

/** Files that are made when the first of them is asked for; nothing that a request could name on the disk. */
export class StaticFiles {
  private files?: Map<string, StaticFile>;

  constructor(private readonly make: () => StaticFile[]) {}

  /** @throws 404 */
  file(name: string): StaticFile {
    this.files ??= new Map(this.make().map((file) => [file.name, file]));
    const file = this.files.get(name);
    if (!file) throw notFound();
    return file;
  }

  /** What a page loads. The page and its data have addresses of their own. @throws 404 */
  asset(name: string): StaticFile {
    if (!/\.(css|js)$/.test(name)) throw notFound();
    return this.file(name);
  }
}
