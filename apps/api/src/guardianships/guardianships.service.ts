import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.dto.js';
import { Pages } from '../common/pages.js';
import { notFound, unknownReference } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateGuardianship } from './dto/create-guardianship.dto.js';
import type { ListGuardianships } from './dto/list-guardianships.dto.js';
import { guardianships, type GuardianshipView } from './guardianship.view.js';

const live = { archivedAt: null };

@Injectable()
export class GuardianshipsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The student's guardians that the caller may read, one page; 404 if it may not read the student. */
  async findMany(caller: Caller, studentId: string, query: ListGuardianships): Promise<Page<GuardianshipView>> {
    await this.requireStudent(caller, studentId);
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
    await this.requireStudent(caller, studentId);
    const where = { AND: [rows(caller, 'read', 'Guardianship'), { id, studentId, ...live }] };
    const guardianship = await this.prisma.guardianship.findFirst({ where, select: guardianships.select(caller) });
    if (!guardianship) throw notFound();
    return guardianships.versioned(caller, guardianship);
  }

  /** 404 for the student, 400 if the member is no guardian of this school, 409 if it is the student's guardian already. */
  async create(
    caller: Caller,
    studentId: string,
    guardianship: CreateGuardianship,
  ): Promise<Versioned<GuardianshipView>> {
    rows(caller, 'create', 'Guardianship');
    await this.requireStudent(caller, studentId);
    const guardian = { id: guardianship.membershipId, role: 'guardian' } as const;
    const isGuardian = await this.prisma.membership.count({
      where: { AND: [rows(caller, 'read', 'Membership'), guardian] },
    });
    if (!isGuardian) throw unknownReference('membershipId');
    const data = { ...guardianship, schoolId: caller.schoolId!, studentId };
    return guardianships.versioned(
      caller,
      await this.prisma.guardianship.create({ data, select: guardianships.select(caller) }),
    );
  }

  /** Ends it, and with it what the guardian could see of the student. 404, 412. */
  async remove(caller: Caller, studentId: string, id: string, ifMatch: Precondition): Promise<void> {
    await this.requireStudent(caller, studentId);
    await change(this.prisma.guardianship, caller, {
      action: 'delete',
      subject: 'Guardianship',
      where: { id, studentId, ...live },
      ifMatch,
      data: { archivedAt: new Date() },
      select: { id: true },
    });
  }

  private async requireStudent(caller: Caller, id: string): Promise<void> {
    const found = await this.prisma.student.count({
      where: { AND: [rows(caller, 'read', 'Student'), { id, ...live }] },
    });
    if (!found) throw notFound();
  }
}
