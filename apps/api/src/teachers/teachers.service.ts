import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live, restore } from '../access/archival.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { archived, matching, Pages } from '../common/pages.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateTeacher } from './dto/create-teacher.dto.js';
import type { ListTeachers } from './dto/list-teachers.dto.js';
import type { UpdateTeacher } from './dto/update-teacher.dto.js';
import { type TeacherRow, teachers, type TeacherView } from './teacher.view.js';

const names = ['givenName', 'familyName', 'preferredName'];

@Injectable()
export class TeachersService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly identityChanges: IdentityChanges,
  ) {}

  /** The teachers that the caller may read, one page. */
  findMany(caller: Caller, query: ListTeachers): Promise<Page<TeacherView>> {
    const { subject, q } = query;
    const where = [archived(caller, 'Teacher', query), ...matching(q, ...names)];
    if (subject) where.push({ subjects: { has: subject } });
    return this.pages.find(caller, this.prisma.teacher, {
      view: teachers,
      query,
      sort: 'familyName',
      filters: { q: names, subject: ['subjects'] },
      where,
    });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, id: string): Promise<Versioned<TeacherView>> {
    const where = { AND: [rows(caller, 'read', 'Teacher'), { id, ...live }] };
    const teacher = await this.prisma.teacher.findFirst({ where, select: teachers.select(caller) });
    if (!teacher) throw notFound();
    return teachers.versioned(caller, teacher);
  }

  /** 409 if the staff number or the e-mail address is taken in this school. */
  async create(caller: Caller, teacher: CreateTeacher): Promise<Versioned<TeacherView>> {
    rows(caller, 'create', 'Teacher');
    const data = { ...teacher, schoolId: caller.schoolId! };
    return teachers.versioned(caller, await this.prisma.teacher.create({ data, select: teachers.select(caller) }));
  }

  /** 404; 403 by row, or by field, each named; 412 if stale; 409 if a unique value is taken. Nothing is written then. */
  async update(
    caller: Caller,
    id: string,
    changes: UpdateTeacher,
    ifMatch: Precondition,
  ): Promise<Versioned<TeacherView>> {
    const teacher = await change<TeacherRow, 'Teacher'>(this.prisma.teacher, caller, {
      action: 'update',
      subject: 'Teacher',
      where: { id, ...live },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: teachers.select(caller),
    });
    return teachers.versioned(caller, teacher);
  }

  /** Archives: the teacher leaves every read, and the member that it is owns nothing by it from then on. 404, 403, 412. */
  async remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    await archive(this.prisma.teacher, caller, 'Teacher', id, ifMatch);
    await this.identityChanges.settled();
  }

  /** Brings an archived teacher back. 404 if there is no archived one. */
  async restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<TeacherView>> {
    const teacher = await restore(this.prisma.teacher, caller, teachers, id, ifMatch);
    await this.identityChanges.settled();
    return teacher;
  }
}
