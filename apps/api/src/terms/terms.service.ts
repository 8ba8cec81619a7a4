import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live, restore } from '../access/archival.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { archived, Pages } from '../common/pages.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { CreateTerm } from './dto/create-term.dto.js';
import type { ListTerms } from './dto/list-terms.dto.js';
import type { UpdateTerm } from './dto/update-term.dto.js';
import { type TermRow, terms, type TermView } from './term.view.js';

@Injectable()
export class TermsService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The school's terms, one page. */
  findMany(caller: Caller, query: ListTerms): Promise<Page<TermView>> {
    return this.pages.find(caller, this.prisma.term, {
      view: terms,
      query,
      sort: 'startsOn',
      where: [archived(caller, 'Term', query)],
    });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, id: string): Promise<Versioned<TermView>> {
    const where = { AND: [rows(caller, 'read', 'Term'), { id, ...live }] };
    const term = await this.prisma.term.findFirst({ where, select: terms.select(caller) });
    if (!term) throw notFound();
    return terms.versioned(caller, term);
  }

  /** 400 if it doesn't end after it starts. */
  async create(caller: Caller, term: CreateTerm): Promise<Versioned<TermView>> {
    rows(caller, 'create', 'Term');
    const data = { ...term, schoolId: caller.schoolId! };
    return terms.versioned(caller, await this.prisma.term.create({ data, select: terms.select(caller) }));
  }

  /** 404; 403 by row, or by field, each named; 412 if stale; 400 if it would not end after it starts. Nothing is written then. */
  async update(caller: Caller, id: string, changes: UpdateTerm, ifMatch: Precondition): Promise<Versioned<TermView>> {
    const term = await change<TermRow, 'Term'>(this.prisma.term, caller, {
      action: 'update',
      subject: 'Term',
      where: { id, ...live },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: terms.select(caller),
    });
    return terms.versioned(caller, term);
  }

  /** Archives: the term leaves every read. 404, 403, 412. */
  remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    return archive(this.prisma.term, caller, 'Term', id, ifMatch);
  }

  /** Brings an archived term back. 404 if there is no archived one. */
  restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<TermView>> {
    return restore(this.prisma.term, caller, terms, id, ifMatch);
  }
}
