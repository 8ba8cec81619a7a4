import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import { IdentityChanges } from '../auth/identity-changes.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { matching, Pages } from '../common/pages.js';
import { notFound } from '../common/problem.js';
import { InvitationsService } from '../members/invitations.service.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateSchool } from './dto/create-school.dto.js';
import type { ListSchools } from './dto/list-schools.dto.js';
import type { UpdateSchool } from './dto/update-school.dto.js';
import { type SchoolRow, schools, type SchoolView } from './school.view.js';

/** The schools of the installation; for the operator. */
@Injectable()
export class SchoolsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
    private readonly invitations: InvitationsService,
    private readonly identityChanges: IdentityChanges,
  ) {}

  findMany(caller: Caller, query: ListSchools): Promise<Page<SchoolView>> {
    return this.pages.find(caller, this.prisma.school, {
      view: schools,
      query,
      sort: 'name',
      filters: { q: ['name'] },
      where: matching(query.q, 'name'),
    });
  }

  /** 404 if there is none. */
  async findOne(caller: Caller, id: string): Promise<Versioned<SchoolView>> {
    const where = { AND: [rows(caller, 'read', 'School'), { id }] };
    const school = await this.prisma.school.findFirst({ where, select: schools.select(caller) });
    if (!school) throw notFound();
    return schools.versioned(caller, school);
  }

  /** Makes a school and invites its first admin. 409 if the slug is taken. */
  async create(caller: Caller, { adminEmail, ...data }: CreateSchool): Promise<Versioned<SchoolView>> {
    rows(caller, 'create', 'School');
    return this.prisma.$transaction(async (transaction) => {
      const school = await transaction.school.create({ data, select: schools.select(caller) });
      if (adminEmail) await this.invitations.inviteFirstAdmin(transaction, school.id, adminEmail);
      return schools.versioned(caller, school);
    });
  }

  /** 404, 412 if stale, 409 if the slug is taken. */
  async update(
    caller: Caller,
    id: string,
    changes: UpdateSchool,
    ifMatch: Precondition,
  ): Promise<Versioned<SchoolView>> {
    const school = await change<SchoolRow, 'School'>(this.prisma.school, caller, {
      action: 'update',
      subject: 'School',
      where: { id },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: schools.select(caller),
    });
    // The time zone is a part of what is remembered of its members.
    await this.identityChanges.settled();
    return schools.versioned(caller, school);
  }
}
