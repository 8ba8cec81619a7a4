import { invalidInput } from '../common/problem.js';

/**
 * An account that was made by a login elsewhere may have no password, and there is none to guess: nothing is counted.
 * Only the owner, or who holds a mail that was sent to the owner, is told. @throws 400 `no_password` that names the field
 */
export function requirePasswordSet(passwordHash: string | null, field: string): void {
  if (passwordHash !== null) return;
  const message =
    'This account has no password: ask for a mail with which you set one (“forgot password”), or log in at your provider.';
  throw invalidInput([{ pointer: `/${field}`, code: 'no_password', message }]);
}
