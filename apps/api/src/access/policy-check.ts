import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Prisma } from '../prisma/generated/client.js';
import { Role } from '../prisma/generated/enums.js';
import { createCaller, type Identity, type Subject } from './ability.js';
import { assertFieldsDecidable } from './readable-fields.js';
import { everyScope } from './scopes.js';

/** Keeps the application from starting with a policy that can't be enforced. */
@Injectable()
export class PolicyCheck implements OnModuleInit {
  onModuleInit(): void {
    const subjects = Object.values(Prisma.ModelName) as Subject[];
    for (const role of Object.values(Role)) assertFieldsDecidable(anyone({ role }), subjects);
    for (const scopes of [everyScope, ...everyScope.map((scope) => [scope])])
      assertFieldsDecidable(anyone({ role: 'key', key: { id, scopes, until: 0 } }), subjects);
  }
}

const id = '00000000-0000-7000-8000-000000000000';

function anyone(who: Pick<Identity, 'role' | 'key'>) {
  return createCaller({
    ...who,
    userId: id,
    sessionId: id,
    membershipId: id,
    status: 'active',
    schoolId: who.role === 'operator' ? null : id,
    timezone: 'UTC',
    factorMissing: false,
    authenticatedAt: 0,
    studentId: id,
    teacherId: id,
  });
}
