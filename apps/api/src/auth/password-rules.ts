import { dictionary } from '@zxcvbn-ts/language-common';
import { invalidInput } from '../common/problem.js';

/** NIST SP 800-63B-4: length is what counts. No rules of composition, no expiry. */
const LEAST = 15;
/** With a second factor a password is not all that stands between an account and who guesses. */
const LEAST_WITH_FACTOR = 8;
const MOST = 128;

/** Common and breached passwords; and the passphrase of the demo data, which everyone can read. */
const common = new Set([...dictionary['passwords-common'], 'homeroom demo passphrase']);

/** What of the owner may not be in the password. */
export interface PasswordContext {
  email: string;
  name: string;
  school: string | null;
}

/** Whether it is good only beside a second factor. */
export const isShort = (password: string) => [...password].length < LEAST;

/** @throws 400 that names the property */
export function requireLength(password: string, property: string, { factor } = { factor: false }): void {
  const least = factor ? LEAST_WITH_FACTOR : LEAST;
  if ([...password].length < least)
    throw invalidInput([
      { pointer: `/${property}`, code: 'min_length', message: `must have at least ${least} characters` },
    ]);
}

/** @throws 400 that names the property, if the password (in NFC) is too short, too long, common, or holds what anyone knows of its owner */
export function requireGoodPassword(
  password: string,
  context: PasswordContext,
  property: string,
  besides = { factor: false },
): void {
  requireLength(password, property, besides);
  const refuse = (code: string, message: string) => invalidInput([{ pointer: `/${property}`, code, message }]);
  const length = [...password].length;
  if (length > MOST) throw refuse('max_length', `must have at most ${MOST} characters`);
  const plain = password.toLowerCase();
  if (common.has(plain) || isRepetition(plain) || isRun(plain) || isTwoCommon(plain))
    throw refuse('common', 'is a common password or a simple pattern');
  if (wordsOf(context).some((word) => plain.includes(word)))
    throw refuse('context', 'must not hold your name, your e-mail address or your school');
}

/** The address and its local part, the names, and the school; short words are in too many others to be refused. */
function wordsOf({ email, name, school }: PasswordContext): string[] {
  const words = [
    email,
    email.split('@')[0]!,
    ...name.split(/\s+/),
    school ?? '',
    ...(school ?? '').split(/\s+/).filter((word) => word !== 'School'),
  ];
  return words.map((word) => word.toLowerCase()).filter((word) => word.length >= 4);
}

/** abcabcabcabcabc, aaaaaaaaaaaaaaa. */
const isRepetition = (password: string) => /^(.{1,16}?)\1+.{0,3}$/su.test(password);

/** 123456789012345, abcdefghijklmno. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!);
  return codes.slice(1).every((code, index) => [1, -1, 9, -9, 0].includes(code - codes[index]!));
}

/** password12345678. */
function isTwoCommon(password: string): boolean {
  return Array.from({ length: password.length - 7 }, (_, index) => index + 4).some(
    (at) => common.has(password.slice(0, at)) && common.has(password.slice(at)),
  );
}

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
