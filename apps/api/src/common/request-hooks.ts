import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Cors } from './cors.js';
import { securityHeaders } from './headers.js';
import { invalidInput, Problem } from './problem.js';

/** What happens to every request before anything else: its headers are set and its address is looked at. */
export function addRequestHooks(fastify: FastifyInstance, cors: Cors): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(securityHeaders);
    void reply.header('X-Request-Id', request.id);
    if (cors.answer(request, reply)) return;
    done(hostFault(request) ?? addressFault(request));
  });
}

/** Exactly one Host, as two would let a proxy and this server take the request for different ones (RFC 9112, 3.2). */
function hostFault({ raw: { httpVersion, rawHeaders } }: FastifyRequest): Error | undefined {
  let hosts = 0;
  // Names and values by turns.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]!.length === 4 && rawHeaders[index]!.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts === 1 || (hosts === 0 && httpVersion === '1.0')) return undefined;
  return new Problem('invalid-input', { detail: 'A request has exactly one Host.' });
}

/** Control characters, encoded or not, have no place in a path or a query; U+0000 would even break the database's protocol. */
function addressFault({ url }: FastifyRequest): Error | undefined {
  const { path, query } = partsOf(url);
  if (encodedControl.test(path))
    return invalidInput([{ parameter: 'path', code: 'control_character', message: 'Control characters are refused.' }]);
  for (const pair of query ? query.split('&') : []) {
    const [name = ''] = pair.split('=', 1);
    if (encodedControl.test(pair) || !isDecodable(pair)) {
      const parameter =
        isDecodable(name) && !encodedControl.test(name) ? decodeURIComponent(name).slice(0, 100) : 'query';
      return invalidInput([
        { parameter, code: 'control_character', message: 'Control characters and malformed escapes are refused.' },
      ]);
    }
  }
  return undefined;
}

/** The query is all that follows the first question mark; others are a part of it (RFC 3986, 3.4). */
export function partsOf(url: string): { path: string; query: string } {
  const [path = ''] = url.split('?', 1);
  return { path, query: url.slice(path.length + 1) };
}

/** U+0000–U+001F and U+007F, and U+0080–U+009F in UTF-8. */
const encodedControl = /%[01][0-9a-f]|%7f|%c2%[89][0-9a-f]/i;

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text.replaceAll('+', ' '));
    return true;
  } catch {
    return false;
  }
}
