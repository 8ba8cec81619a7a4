import type { Answer } from './client.js';

/** What api.md promises of every answer, and what it promises never to be there. */
export function expectHeaders({ headers }: Pick<Answer, 'headers'>, { documentation = false } = {}): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8,}/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'content-security-policy': documentation
      ? expect.not.stringContaining('unsafe-')
      : "default-src 'none'; frame-ancestors 'none'",
    'x-request-id': expect.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
  });
  if (!documentation) expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-powered-by')).toBeNull();
}
