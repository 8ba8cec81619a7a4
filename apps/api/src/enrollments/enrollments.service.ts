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
import { today } from '../common/today.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { ListEnrollments } from './dto/list-enrollments.dto.js';
import { enrollments, type EnrollmentView } from './enrollment.view.js';

const current = { endedOn: null, student: live };

@Injectable()
export class EnrollmentsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The class's enrollments that the caller may read, one page; 404 if it may not read the class. */
  async findMany(caller: Caller, classId: string, query: ListEnrollments): Promise<Page<EnrollmentView>> {
    await requireRow(this.prisma.class, caller, 'read', 'Class', { id: classId, ...live });
    if (query.archived) rows(caller, 'delete', 'Enrollment');
    const where = [{ classId }, query.archived ? { endedOn: { not: null } } : current];
    return this.pages.find(caller, this.prisma.enrollment, {
      view: enrollments,
      query,
      sort: 'createdAt',
      where,
      of: classId,
    });
  }

  /** 404 if there is no current one that the caller may read. */
  async findOne(caller: Caller, classId: string, id: string): Promise<Versioned<EnrollmentView>> {
    await requireRow(this.prisma.class, caller, 'read', 'Class', { id: classId, ...live });
    const where = { AND: [rows(caller, 'read', 'Enrollment'), { id, classId, ...current }] };
    const enrollment = await this.prisma.enrollment.findFirst({ where, select: enrollments.select(caller) });
    if (!enrollment) throw notFound();
    return enrollments.versioned(caller, enrollment);
  }

  /** From today in the school's calendar. 404 for the class, 400 for the student, 409 if the student is in the class already. */
  create(caller: Caller, classId: string, studentId: string): Promise<Versioned<EnrollmentView>> {
    rows(caller, 'create', 'Enrollment');
    const data = { schoolId: caller.schoolId!, classId, studentId, enrolledOn: today(caller.timezone) };
    return this.prisma.$transaction(async (transaction) => {
      if (!(await holdRows(transaction.class, caller, 'read', 'Class', [classId], live))) throw notFound();
      if (!(await holdRows(transaction.student, caller, 'read', 'Student', [studentId], live)))
        throw unknownReference('studentId');
      const select = enrollments.select(caller);
      return enrollments.versioned(caller, await transaction.enrollment.create({ data, select }));
    });
  }

  /** Ends it today: it leaves every read but an admin's list of ended ones. 404, 412. */
  async remove(caller: Caller, classId: string, id: string, ifMatch: Precondition): Promise<void> {
    const { enrolledOn } = (await this.findOne(caller, classId, id)).body;
    // The school's calendar may have moved to a time zone in which the first day is yet to come.
    const endedOn = new Date(Math.max(Date.parse(enrolledOn), today(caller.timezone).getTime()));
    await change(this.prisma.enrollment, caller, {
      action: 'delete',
      subject: 'Enrollment',
      where: { id, classId, ...current },
      ifMatch,
      data: { endedOn },
      select: { id: true },
    });
  }
}
