import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Precondition, Versioned } from '../common/etag.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { UpdateOwnSchool } from './dto/update-own-school.dto.js';
import { type OwnSchoolView, type SchoolRow, schools } from './school.view.js';

/** The caller's own school. The operator has none: 404. */
@Injectable()
export class OwnSchoolService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly identityChanges: IdentityChanges,
  ) {}

  async findOne(caller: Caller): Promise<Versioned<OwnSchoolView>> {
    const where = { AND: [rows(caller, 'read', 'School'), { id: schoolOf(caller) }] };
    const school = await this.prisma.school.findFirst({ where, select: schools.select(caller) });
    if (!school) throw notFound();
    return schools.versioned(caller, school);
  }

  /** 403 but for an admin, 412 if stale. */
  async update(
    caller: Caller,
    changes: UpdateOwnSchool | { staffFactorRequired: boolean },
    ifMatch: Precondition,
  ): Promise<Versioned<OwnSchoolView>> {
    const school = await change<SchoolRow, 'School'>(this.prisma.school, caller, {
      action: 'update',
      subject: 'School',
      where: { id: schoolOf(caller) },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: schools.select(caller),
    });
    await this.identityChanges.settled();
    return schools.versioned(caller, school);
  }

  /** Whether admins and teachers have to use a second factor; felt by the next request of each. 403 but for an admin, 412 if stale. */
  requireFactor(
    caller: Caller,
    staffFactorRequired: boolean,
    ifMatch: Precondition,
  ): Promise<Versioned<OwnSchoolView>> {
    return this.update(caller, { staffFactorRequired }, ifMatch);
  }
}

function schoolOf(caller: Caller): string {
  if (caller.schoolId === null) throw notFound();
  return caller.schoolId;
}
