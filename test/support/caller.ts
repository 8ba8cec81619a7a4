import { type Caller, createCaller } from '../../apps/api/src/access/ability.js';
import type { Role } from '../../apps/api/src/prisma/generated/enums.js';
import { ABSENT, type Actor } from './school.js';

/** The caller that a request of this actor would have. */
export function callerOf(actor: Actor, role: Role, schoolId: string | null, more: Partial<Caller> = {}): Caller {
  const { userId, membershipId } = actor;
  return createCaller({
    userId,
    membershipId,
    sessionId: ABSENT,
    role,
    status: 'active',
    schoolId,
    timezone: 'UTC',
    factorMissing: false,
    authenticatedAt: 0,
    studentId: null,
    teacherId: null,
    ...more,
  });
}
