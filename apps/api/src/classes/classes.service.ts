import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live } from '../access/archival.js';
import { change } from '../access/change.js';
import { holdRows } from '../access/hold-rows.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.dto.js';
import { archived, matching, Pages } from '../common/pages.js';
import { notFound, unknownReference } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { classes, type ClassView } from './class.view.js';
import type { CreateClass } from './dto/create-class.dto.js';
import type { ListClasses } from './dto/list-classes.dto.js';
import type { UpdateClass } from './dto/update-class.dto.js';

@Injectable()
export class ClassesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The classes that the caller may read, one page. `studentId` counts only enrollments that the caller may read as well. */
  findMany(caller: Caller, query: ListClasses): Promise<Page<ClassView>> {
    const { termId, teacherId, studentId, q } = query;
    const where = [archived(caller, 'Class', query), { termId }, ...matching(q, 'name')];
    if (teacherId) where.push({ teachers: { some: { teacherId, teacher: live } } });
    if (studentId)
      where.push({
        enrollments: {
          some: { AND: [rows(caller, 'read', 'Enrollment'), { studentId, endedOn: null, student: live }] },
        },
      });
    return this.pages.find(caller, this.prisma.class, { view: classes, query, sort: 'name', where });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, id: string): Promise<Versioned<ClassView>> {
    const where = { AND: [rows(caller, 'read', 'Class'), { id, ...live }] };
    const found = await this.prisma.class.findFirst({ where, select: classes.select(caller) });
    if (!found) throw notFound();
    return classes.versioned(caller, found);
  }

  /** 400 if the term or a teacher is none of this school. */
  async create(caller: Caller, { teacherIds = [], ...newClass }: CreateClass): Promise<Versioned<ClassView>> {
    rows(caller, 'create', 'Class');
    await this.requireReferences(caller, newClass.termId, teacherIds);
    const schoolId = caller.schoolId!;
    const data = { ...newClass, schoolId, teachers: { create: teacherIds.map((teacherId) => ({ teacherId })) } };
    return classes.versioned(caller, await this.prisma.class.create({ data, select: classes.select(caller) }));
  }

  /** 404; 403 by row, or by field, each named; 412 if stale; 400 if the term is none of this school. Nothing is written then. */
  async update(caller: Caller, id: string, changes: UpdateClass, ifMatch: Precondition): Promise<Versioned<ClassView>> {
    if (changes.termId) await this.requireReferences(caller, changes.termId, []);
    await change(this.prisma.class, caller, {
      action: 'update',
      subject: 'Class',
      where: { id, ...live },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: { id: true },
    });
    return this.findOne(caller, id);
  }

  /** Archives: the class leaves every read, and what it opened to its teachers and students closes. 404, 403, 412. */
  async remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    await archive(this.prisma.class, caller, 'Class', id, ifMatch);
  }

  /** Brings an archived class back. 404 if there is no archived one. */
  async restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<ClassView>> {
    await change(this.prisma.class, caller, {
      action: 'restore',
      subject: 'Class',
      where: { id, archivedAt: { not: null } },
      ifMatch,
      data: { archivedAt: null },
      select: { id: true },
    });
    return this.findOne(caller, id);
  }

  /** Nothing new hangs on what is archived: the foreign keys see to the school alone. */
  private async requireReferences(
    caller: Caller,
    termId: string | null | undefined,
    teacherIds: string[],
  ): Promise<void> {
    const term =
      termId &&
      (await this.prisma.term.count({ where: { AND: [rows(caller, 'read', 'Term'), { id: termId, ...live }] } }));
    if (term === 0) throw unknownReference('termId');
    const where = { AND: [rows(caller, 'read', 'Teacher'), { id: { in: teacherIds }, ...live }] };
    if (teacherIds.length > 0 && (await this.prisma.teacher.count({ where })) < teacherIds.length)
      throw unknownReference('teacherIds');
  }
}
