import { Role } from '../prisma/generated/enums.js';
import { everyScope, type Scope } from './scopes.js';
import { type Identity, ownSchool, type Rule, rulesOf, type Subject } from './ability.js';

/** One line of the policy, as a person reads it. */
export interface PolicyRule extends Rule {
  /** `everyone`: whoever is logged in. */
  role: Role | 'everyone';
}

/** The policy, rule by rule, with ‹names› where a caller's own ids would be. */
export function policyRules(): PolicyRule[] {
  const roles = [...Object.values(Role), 'everyone'] as const;
  return roles.flatMap((role) => rulesOf(role, someone).map((rule) => ({ role, ...rule })));
}

/** What the scopes of API keys give, rule by rule. */
export function scopeRules(): (Rule & { scope: Scope })[] {
  return everyScope.flatMap((scope) => rulesOf(scope, someone).map((rule) => ({ scope, ...rule })));
}

/** What each rule of a member on such rows has besides; nothing where they belong to no school. */
export const bindingOf = (subject: Subject): object => ownSchool(subject, someone);

const someone: Identity = {
  userId: '‹own user›',
  sessionId: '‹own session›',
  membershipId: '‹own membership›',
  role: 'admin',
  status: 'active',
  schoolId: '‹own school›',
  timezone: 'UTC',
  factorMissing: false,
  authenticatedAt: 0,
  studentId: '‹own student record›',
  teacherId: '‹own teacher record›',
};
