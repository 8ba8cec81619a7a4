import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { live } from '../access/archival.js';
import { change } from '../access/change.js';
import { holdRows } from '../access/hold-rows.js';
import { requireRow } from '../access/require-row.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { Pages } from '../common/pages.js';
import { notFound, unknownReference } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateGuardianship } from './dto/create-guardianship.dto.js';
import type { ListGuardianships } from './dto/list-guardianships.dto.js';
import { guardianships, type GuardianshipView } from './guardianship.view.js';

@Injectable()
export class GuardianshipsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The student's guardians that the caller may read, one page; 404 if it may not read the student. */
  async findMany(caller: Caller, studentId: string, query: ListGuardianships): Promise<Page<GuardianshipView>> {
    await requireRow(this.prisma.student, caller, 'read', 'Student', { id: studentId, ...live });
    const where = [{ studentId, ...live }];
    return this.pages.find(caller, this.prisma.guardianship, {
      view: guardianships,
      query,
      sort: 'createdAt',
      where,
      of: studentId,
    });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, studentId: string, id: string): Promise<Versioned<GuardianshipView>> {
    await requireRow(this.prisma.student, caller, 'read', 'Student', { id: studentId, ...live });
    const where = { AND: [rows(caller, 'read', 'Guardianship'), { id, studentId, ...live }] };
    const guardianship = await this.prisma.guardianship.findFirst({ where, select: guardianships.select(caller) });
    if (!guardianship) throw notFound();
    return guardianships.versioned(caller, guardianship);
  }

  /** 404 for the student, 400 if the member is no guardian of this school, 409 if it is the student's guardian already. */
  create(caller: Caller, studentId: string, guardianship: CreateGuardianship): Promise<Versioned<GuardianshipView>> {
    rows(caller, 'create', 'Guardianship');
    const guardian = { role: 'guardian' } as const;
    const data = { ...guardianship, schoolId: caller.schoolId!, studentId };
    return this.prisma.$transaction(async (transaction) => {
      if (!(await holdRows(transaction.student, caller, 'read', 'Student', [studentId], live))) throw notFound();
      if (!(await holdRows(transaction.membership, caller, 'read', 'Membership', [data.membershipId], guardian)))
        throw unknownReference('membershipId');
      const select = guardianships.select(caller);
      return guardianships.versioned(caller, await transaction.guardianship.create({ data, select }));
    });
  }

  /** Ends it, and with it what the guardian could see of the student. 404, 412. */
  async remove(caller: Caller, studentId: string, id: string, ifMatch: Precondition): Promise<void> {
    await requireRow(this.prisma.student, caller, 'read', 'Student', { id: studentId, ...live });
    await change(this.prisma.guardianship, caller, {
      action: 'delete',
      subject: 'Guardianship',
      where: { id, studentId, ...live },
      ifMatch,
      data: { archivedAt: new Date() },
      select: { id: true },
    });
  }
}
