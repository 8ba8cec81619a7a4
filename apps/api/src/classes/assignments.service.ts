import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { rows } from '../access/rows.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';

const live = { archivedAt: null };

/** Which teachers teach a class; for an admin. */
@Injectable()
export class AssignmentsService {
  constructor(private readonly prisma: PrismaService) {}

  /** Assigns a teacher; 404 if the class or the teacher is none of this school's. Assigning again changes nothing. */
  async assign(caller: Caller, id: string, teacherId: string): Promise<void> {
    await this.requireBoth(caller, id, teacherId);
    await this.prisma.classTeacher.createMany({
      data: { classId: id, teacherId, schoolId: caller.schoolId! },
      skipDuplicates: true,
    });
  }

  /** 404 if the class or the teacher is none of this school's, or the teacher isn't assigned. */
  async unassign(caller: Caller, id: string, teacherId: string): Promise<void> {
    await this.requireBoth(caller, id, teacherId);
    const { count } = await this.prisma.classTeacher.deleteMany({
      where: { classId: id, teacherId, schoolId: caller.schoolId! },
    });
    if (count === 0) throw notFound();
  }

  private async requireBoth(caller: Caller, id: string, teacherId: string): Promise<void> {
    const [found, teacher] = await Promise.all([
      this.prisma.class.count({ where: { AND: [rows(caller, 'assign', 'Class'), { id, ...live }] } }),
      this.prisma.teacher.count({ where: { AND: [rows(caller, 'read', 'Teacher'), { id: teacherId, ...live }] } }),
    ]);
    if (!found || !teacher) throw notFound();
  }
}
