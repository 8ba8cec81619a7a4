import { Role } from '../prisma/generated/enums.js';
import type { Action, Subject } from './ability.js';
import { policyRules } from './policy-rules.js';

/** The roles that some rule lets do this, to this field where one is named. Which rows, the rule's conditions say. */
export function rolesThatMay(action: Action, subject: Subject, field?: string): Role[] {
  const rules = policyRules().filter(
    ({ actions, subject: of, fields }) =>
      of === subject && actions.includes(action) && (!field || !fields || fields.includes(field)),
  );
  return Object.values(Role).filter((role) => rules.some(({ role: of }) => of === role || of === 'everyone'));
}
