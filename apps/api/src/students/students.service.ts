import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live, restore } from '../access/archival.js';
import { readsEvery } from '../access/readable-fields.js';
import { requireRecent } from '../access/recent.decorator.js';
import { change } from '../access/change.js';
import { requireWritable } from '../access/require-writable.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { archived, matching, Pages } from '../common/pages.js';
import type { ViewOf } from '../common/view.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateStudent } from './dto/create-student.dto.js';
import type { ListStudents } from './dto/list-students.dto.js';
import type { UpdateStudent } from './dto/update-student.dto.js';
import { type StudentRow, students, studentsWithoutNotes, type StudentView } from './student.view.js';

const names = ['givenName', 'familyName', 'preferredName'];

@Injectable()
export class StudentsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly identityChanges: IdentityChanges,
  ) {}

  /**
   * The students that the caller may read, one page. `classId` counts only enrollments that the caller may read as well. 401 with
   * the medical notes of a whole school, if it is too long ago that a password or factor was used.
   */
  async findMany(caller: Caller, query: ListStudents): Promise<Page<StudentView>> {
    const { gradeLevel, status, classId, q, exclude } = query;
    if (!exclude && readsEvery(caller, 'Student', 'medicalNotes')) requireRecent(caller);
    const where = [archived(caller, 'Student', query), { gradeLevel, status }, ...matching(q, ...names)];
    if (classId)
      where.push({
        enrollments: { some: { AND: [rows(caller, 'read', 'Enrollment'), { classId, endedOn: null, class: live }] } },
      });
    const view: ViewOf<'Student', StudentRow, StudentView, object> = exclude ? studentsWithoutNotes : students;
    return this.pages.find(caller, this.prisma.student, {
      view,
      query,
      sort: 'familyName',
      nullable: ['gradeLevel'],
      filters: { q: names, classId: [], exclude: [] },
      where,
    });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, id: string): Promise<Versioned<StudentView>> {
    const where = { AND: [rows(caller, 'read', 'Student'), { id, ...live }] };
    const student = await this.prisma.student.findFirst({ where, select: students.select(caller) });
    if (!student) throw notFound();
    return students.versioned(caller, student);
  }

  /** 403 names each field that the caller may not write; 409 if the student number or the e-mail address is taken in this school. */
  async create(caller: Caller, student: CreateStudent): Promise<Versioned<StudentView>> {
    rows(caller, 'create', 'Student');
    requireWritable(caller, 'Student', student);
    const data = { ...student, schoolId: caller.schoolId! };
    return students.versioned(caller, await this.prisma.student.create({ data, select: students.select(caller) }));
  }

  /** 404; 403 by row, or by field, each named; 412 if stale; 409 if a unique value is taken. Nothing is written then. */
  async update(
    caller: Caller,
    id: string,
    changes: UpdateStudent,
    ifMatch: Precondition,
  ): Promise<Versioned<StudentView>> {
    const student = await change<StudentRow, 'Student'>(this.prisma.student, caller, {
      action: 'update',
      subject: 'Student',
      where: { id, ...live },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: students.select(caller),
    });
    return students.versioned(caller, student);
  }

  /** Archives: the student leaves every read, and the member that it is owns nothing by it from then on. 404, 403, 412. */
  async remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    await archive(this.prisma.student, caller, 'Student', id, ifMatch);
    await this.identityChanges.settled();
  }

  /** Brings an archived student back. 404 if there is no archived one. */
  async restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<StudentView>> {
    const student = await restore(this.prisma.student, caller, students, id, ifMatch);
    await this.identityChanges.settled();
    return student;
  }
}
