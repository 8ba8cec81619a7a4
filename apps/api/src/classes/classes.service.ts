import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live, restore } from '../access/archival.js';
import { change } from '../access/change.js';
import { holdRows } from '../access/hold-rows.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
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
    return this.pages.find(caller, this.prisma.class, {
      view: classes,
      query,
      sort: 'name',
      filters: { q: ['name'], teacherId: ['teacherIds'], studentId: [] },
      where,
    });
  }

  /** 404 if there is none that the caller may read. */
  findOne(caller: Caller, id: string): Promise<Versioned<ClassView>> {
    return readClass(this.prisma, caller, id);
  }

  /** 400 if the term or a teacher is none of this school. */
  create(caller: Caller, { teacherIds = [], ...newClass }: CreateClass): Promise<Versioned<ClassView>> {
    rows(caller, 'create', 'Class');
    const school = { schoolId: caller.schoolId! };
    return this.prisma.$transaction(async (transaction) => {
      await holdTerm(transaction, caller, newClass.termId);
      if (!(await holdRows(transaction.teacher, caller, 'read', 'Teacher', teacherIds, live)))
        throw unknownReference('teacherIds');
      const { id } = await transaction.class.create({ data: { ...newClass, ...school }, select: { id: true } });
      const data = teacherIds.map((teacherId) => ({ ...school, classId: id, teacherId }));
      await transaction.classTeacher.createMany({ data });
      return readClass(transaction, caller, id);
    });
  }

  /** 404; 403 by row, or by field, each named; 412 if stale; 400 if the term is none of this school. Nothing is written then. */
  update(caller: Caller, id: string, changes: UpdateClass, ifMatch: Precondition): Promise<Versioned<ClassView>> {
    return this.prisma.$transaction(async (transaction) => {
      await holdTerm(transaction, caller, changes.termId);
      await change(transaction.class, caller, {
        action: 'update',
        subject: 'Class',
        where: { id, ...live },
        ifMatch,
        data: changes,
        fields: Object.keys(changes),
        select: { id: true },
      });
      // By a statement of its own: a RETURNING would show the teachers from before the change waited for the row.
      return readClass(transaction, caller, id);
    });
  }

  /** Archives: the class leaves every read, and what it opened to its teachers and students closes. 404, 403, 412. */
  remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    return archive(this.prisma.class, caller, 'Class', id, ifMatch);
  }

  /** Brings an archived class back. 404 if there is no archived one. */
  restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<ClassView>> {
    return restore(this.prisma.class, caller, classes, id, ifMatch);
  }
}

async function readClass(
  prisma: Pick<PrismaService, 'class'>,
  caller: Caller,
  id: string,
): Promise<Versioned<ClassView>> {
  const where = { AND: [rows(caller, 'read', 'Class'), { id, ...live }] };
  const found = await prisma.class.findFirst({ where, select: classes.select(caller) });
  if (!found) throw notFound();
  return classes.versioned(caller, found);
}

/** Nothing new hangs on what is archived: the foreign keys see to the school alone. */
async function holdTerm(
  transaction: Pick<PrismaService, 'term'>,
  caller: Caller,
  id: string | null | undefined,
): Promise<void> {
  if (id && !(await holdRows(transaction.term, caller, 'read', 'Term', [id], live))) throw unknownReference('termId');
}
