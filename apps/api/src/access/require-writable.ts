import { forbidden } from '../common/problem.js';
import type { Caller, Subject } from './ability.js';

/**
 * Of a new row each field that is written has to be one that the caller may write.
 * @throws 403 that names each of the others
 */
export function requireWritable(caller: Caller, subject: Subject, written: object): void {
  const rules = caller.ability.rulesFor('create', subject);
  const denied = Object.keys(written).filter((field) => !rules.some(({ fields }) => !fields || fields.includes(field)));
  if (denied.length === 0) return;
  throw forbidden(
    denied.map((field) => ({ pointer: `/${field}`, code: 'forbidden', message: 'You may not write this field.' })),
  );
}
