import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answer, json } from './answer.js';

interface Written {
  /** Writes the body; without, it is whatever JSON makes of it. */
  stringify?: (body: never) => string;
  /** The path of its collection, where that isn't the one it was posted to. */
  collection?: string;
}

/** A resource with the version of its row (or a digest, where it is none of a row), from which its ETag is made. */
export class Versioned<T extends object> extends Answer {
  constructor(
    readonly version: number | string,
    readonly body: T,
    private readonly written: Written = {},
  ) {
    super();
  }

  /** With its ETag, after a POST with its Location; a 304 to a GET whose `If-None-Match` has it (RFC 9110, 13.1.2). */
  prepare(reply: FastifyReply): unknown {
    const { method, headers, url } = reply.request;
    const { stringify = JSON.stringify, collection = url.split('?')[0] } = this.written;
    const etag = `"${this.version}"`;
    const text = stringify(this.body);
    void reply.header('ETag', etag);
    if (method === 'POST') void reply.header('Location', `${collection}/${(this.body as { id: string }).id}`);
    if ((method === 'GET' || method === 'HEAD') && isNamed(headers['if-none-match'], etag)) {
      void reply.status(304);
      return undefined;
    }
    return json(reply, text);
  }
}

const isNamed = (ifNoneMatch: string | undefined, etag: string) =>
  ifNoneMatch !== undefined && entityTags(ifNoneMatch).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);

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
