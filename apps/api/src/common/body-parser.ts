import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import { addFormParser, takesForm } from './form.js';
import { invalidInput, Problem } from './problem.js';

const ownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A request that says that it is signed: with the bytes of its body, as a signature is over them. */
export interface SignedRequest extends FastifyRequest {
  bytes?: Buffer;
}

/**
 * Bodies are JSON in UTF-8, and nothing else (415), but for OAuth's forms (form.ts): `application/json`, or for a PATCH `application/merge-patch+json`.
 * Bytes that aren't UTF-8 and keys like `__proto__` are a 400.
 */
export function addBodyParser(fastify: FastifyInstance): void {
  // What no path has is routed too, to its 405, and without its body, which Fastify would demand of QUERY.
  for (const method of METHODS.filter((name) => !ownMethods.has(name)))
    fastify.addHttpMethod(method, { overrideExisting: true });
  fastify.removeAllContentTypeParsers();
  addFormParser(fastify);
  fastify.addContentTypeParser(
    /^application\/(merge-patch\+)?json\s*(;|$)/i,
    { parseAs: 'buffer' },
    (request, body, done) => {
      try {
        requireKnownType(request);
        if ('signature-input' in request.headers) (request as SignedRequest).bytes = body as Buffer;
        done(null, parseJson(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

function requireKnownType({ method, headers, url }: FastifyRequest): void {
  if (takesForm(url)) throw new Problem('unsupported-media-type');
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding.toLowerCase() !== 'identity') throw new Problem('unsupported-media-type');
  const known = type === 'application/json' || method === 'PATCH';
  if (!known || parameters.some((parameter) => parameter && !/^charset="?utf-8"?$/.test(parameter)))
    throw new Problem('unsupported-media-type');
}

function parseJson(body: Buffer): unknown {
  // Many clients name the type of every request; nothing, with a type, is still no body.
  if (body.length === 0) return undefined;
  try {
    return parse(decoder.decode(body), { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw invalidInput([{ pointer: '', code: 'json', message: 'The body is not valid JSON in UTF-8.' }]);
  }
}
