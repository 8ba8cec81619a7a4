import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import { invalidInput, Problem } from './problem.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Bodies are JSON in UTF-8, and nothing else (415): `application/json`, or for a PATCH `application/merge-patch+json`.
 * Bytes that aren't UTF-8 and keys like `__proto__` are a 400.
 */
export function addBodyParser(fastify: FastifyInstance): void {
  // No path has QUERY, of which Fastify would demand a body before the 405.
  fastify.addHttpMethod('QUERY', { hasBody: false, overrideExisting: true });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/(merge-patch\+)?json\s*(;|$)/i,
    { parseAs: 'buffer' },
    (request, body, done) => {
      try {
        requireKnownType(request);
        done(null, parseJson(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

function requireKnownType({ method, headers }: FastifyRequest): void {
  const [type, ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const known = type === 'application/json' || method === 'PATCH';
  if (!known || parameters.some((parameter) => parameter && !/^charset="?utf-8"?$/.test(parameter)))
    throw new Problem('unsupported-media-type');
}

function parseJson(body: Buffer): unknown {
  try {
    return parse(decoder.decode(body), { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw invalidInput([{ pointer: '', code: 'json', message: 'The body is not valid JSON in UTF-8.' }]);
  }
}
