import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { live } from '../access/archival.js';
import { holdRows } from '../access/hold-rows.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';

/** Which teachers teach a class; for an admin. */
@Injectable()
export class AssignmentsService {
  constructor(private readonly prisma: PrismaService) {}

  /** Assigns a teacher; 404 if the class or the teacher is none of this school's. Assigning again changes nothing. */
  async assign(caller: Caller, id: string, teacherId: string): Promise<void> {
    const data = { classId: id, teacherId, schoolId: caller.schoolId! };
    await this.prisma.$transaction(async (transaction) => {
      await holdBoth(transaction, caller, id, teacherId);
      await transaction.classTeacher.createMany({ data, skipDuplicates: true });
    });
  }

  /** 404 if the class or the teacher is none of this school's, or the teacher isn't assigned. */
  async unassign(caller: Caller, id: string, teacherId: string): Promise<void> {
    const where = { classId: id, teacherId, schoolId: caller.schoolId! };
    await this.prisma.$transaction(async (transaction) => {
      await holdBoth(transaction, caller, id, teacherId);
      if ((await transaction.classTeacher.deleteMany({ where })).count === 0) throw notFound();
    });
  }
}

/** The right to assign is the class's, and the class is held, so what follows in the transaction is bound to it. */
async function holdBoth(
  transaction: Pick<PrismaService, 'class' | 'teacher'>,
  caller: Caller,
  id: string,
  teacherId: string,
): Promise<void> {
  const held =
    (await holdRows(transaction.teacher, caller, 'read', 'Teacher', [teacherId], live)) &&
    (await holdRows(transaction.class, caller, 'assign', 'Class', [id], live));
  if (!held) throw notFound();
}
