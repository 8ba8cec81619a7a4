import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Prisma } from '../prisma/generated/client.js';
import { Role } from '../prisma/generated/enums.js';
import { createCaller, type Subject } from './ability.js';
import { assertFieldsDecidable } from './readable-fields.js';

/** Keeps the application from starting with a policy that can't be enforced. */
@Injectable()
export class PolicyCheck implements OnModuleInit {
  onModuleInit(): void {
    for (const role of Object.values(Role))
      assertFieldsDecidable(anyoneWith(role), Object.values(Prisma.ModelName) as Subject[]);
  }
}

function anyoneWith(role: Role) {
  const id = '00000000-0000-7000-8000-000000000000';
  return createCaller({
    userId: id,
    sessionId: id,
    membershipId: id,
    role,
    status: 'active',
    schoolId: role === 'operator' ? null : id,
    timezone: 'UTC',
    factorMissing: false,
    authenticatedAt: 0,
    studentId: id,
    teacherId: id,
  });
}
