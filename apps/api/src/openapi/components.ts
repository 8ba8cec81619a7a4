import type { HeadersObject, ParameterObject, ReferenceObject } from '@nestjs/swagger';

/*
 * What the operations share; each only refers to it.
 */

const text = { type: 'string' as const };

export const headers = {
  ETag: {
    description:
      'The version of the row, for `If-None-Match` and `If-Match`. It is the same for all who may read the row, whatever they see of it.',
    required: true,
    schema: text,
    example: '"1"',
  },
  Location: {
    description: 'Where it can be read.',
    required: true,
    schema: { ...text, format: 'uri-reference' as never },
  },
  Link: {
    description: 'The next page (RFC 8288), while there is one.',
    schema: text,
    example: '</v1/students?cursor=…>; rel="next"',
  },
  'X-Request-Id': {
    description: "The request's own if it is 1 to 64 of `A-Za-z0-9._-`, else a new one.",
    required: true,
    schema: { ...text, pattern: '^[A-Za-z0-9._-]{1,64}$' },
    example: '4f1c7d0e-7c5a-4f3e-9a36-5d2f0a8f6c11',
  },
  RateLimit: {
    description: 'What is left of each limit that the request counts for (draft-ietf-httpapi-ratelimit-headers-11).',
    required: true,
    schema: text,
    example: '"burst";r=99;t=10',
  },
  'RateLimit-Policy': {
    description: 'Those limits: a quota in a window of seconds.',
    required: true,
    schema: text,
    example: '"burst";q=100;w=10',
  },
  'Retry-After': {
    description: 'Seconds to wait.',
    required: true,
    schema: { type: 'integer' as const, minimum: 0 },
    example: 7,
  },
  'WWW-Authenticate': {
    description: 'With `error="invalid_token"` where a credential was sent.',
    required: true,
    schema: text,
    example: 'Bearer error="invalid_token"',
  },
  'Accept-Signature': {
    description: 'What a signature has to cover, for a key that requires one (RFC 9421, 5.1).',
    schema: text,
    example: 'sig=("@method" "@target-uri" "authorization" "content-digest");created;nonce',
  },
  Allow: { description: 'The methods that the path has, with a 405.', schema: text, example: 'GET, HEAD, OPTIONS' },
} satisfies HeadersObject;

export const header = (name: keyof typeof headers): ReferenceObject => ({ $ref: `#/components/headers/${name}` });
export const headersNamed = (...names: (keyof typeof headers)[]) =>
  Object.fromEntries(names.map((name) => [name, header(name)]));
export const limitHeaders = headersNamed('RateLimit', 'RateLimit-Policy');
/** On what can be said before the request counts for a limit, and after it. */
export const limitHeadersIfCounted = {
  RateLimit: { ...headers.RateLimit, required: false },
  'RateLimit-Policy': { ...headers['RateLimit-Policy'], required: false },
};

export const parameters = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag of the version that is meant. If there is a newer one, nothing is written: 412.',
    schema: text,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag that is known already: if it still stands, 304.',
    schema: text,
  },
  DPoP: {
    name: 'DPoP',
    in: 'header',
    description:
      'A proof by the key that the tokens are to be bound to, or are (RFC 9449): then `tokenType` is `DPoP`, and each request with them needs a proof too.',
    schema: text,
  },
} satisfies Record<string, ParameterObject>;

export const parameter = (name: keyof typeof parameters): ReferenceObject => ({
  $ref: `#/components/parameters/${name}`,
});
