import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/ability.js';
import { archive, live, restore } from '../access/archival.js';
import { change } from '../access/change.js';
import { rows } from '../access/rows.js';
import type { Precondition, Versioned } from '../common/etag.js';
import type { Page } from '../common/page.js';
import { archived, matching, Pages } from '../common/pages.js';
import { notFound } from '../common/problem.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Create__OneThing__ } from './dto/create-__one-thing__.dto.js';
import type { List__ManyThings__ } from './dto/list-__many-things__.dto.js';
import type { Update__OneThing__ } from './dto/update-__one-thing__.dto.js';
import { type __OneThing__Row, __manyThings__, type __OneThing__View } from './__one-thing__.view.js';

@Injectable()
export class __ManyThings__Service {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: Pages,
  ) {}

  /** The __many things__ that the caller may read, one page. */
  findMany(caller: Caller, query: List__ManyThings__): Promise<Page<__OneThing__View>> {
    return this.pages.find(caller, this.prisma.__oneThing__, {
      view: __manyThings__,
      query,
      sort: 'name',
      filters: { q: ['name'] },
      where: [archived(caller, '__OneThing__', query), ...matching(query.q, 'name')],
    });
  }

  /** 404 if there is none that the caller may read. */
  async findOne(caller: Caller, id: string): Promise<Versioned<__OneThing__View>> {
    const where = { AND: [rows(caller, 'read', '__OneThing__'), { id, ...live }] };
    const __oneThing__ = await this.prisma.__oneThing__.findFirst({ where, select: __manyThings__.select(caller) });
    if (!__oneThing__) throw notFound();
    return __manyThings__.versioned(caller, __oneThing__);
  }

  /** 403 if the caller's role may not. */
  async create(caller: Caller, __oneThing__: Create__OneThing__): Promise<Versioned<__OneThing__View>> {
    rows(caller, 'create', '__OneThing__');
    const data = { ...__oneThing__, schoolId: caller.schoolId! };
    return __manyThings__.versioned(
      caller,
      await this.prisma.__oneThing__.create({ data, select: __manyThings__.select(caller) }),
    );
  }

  /** 404; 403 by row, or by field, each named; 412 if stale. Nothing is written then. */
  async update(
    caller: Caller,
    id: string,
    changes: Update__OneThing__,
    ifMatch: Precondition,
  ): Promise<Versioned<__OneThing__View>> {
    const __oneThing__ = await change<__OneThing__Row, '__OneThing__'>(this.prisma.__oneThing__, caller, {
      action: 'update',
      subject: '__OneThing__',
      where: { id, ...live },
      ifMatch,
      data: changes,
      fields: Object.keys(changes),
      select: __manyThings__.select(caller),
    });
    return __manyThings__.versioned(caller, __oneThing__);
  }

  /** Archives: the __one thing__ leaves every read. 404, 403, 412. */
  remove(caller: Caller, id: string, ifMatch: Precondition): Promise<void> {
    return archive(this.prisma.__oneThing__, caller, '__OneThing__', id, ifMatch);
  }

  /** Brings an archived __one thing__ back. 404 if there is no archived one. */
  restore(caller: Caller, id: string, ifMatch: Precondition): Promise<Versioned<__OneThing__View>> {
    return restore(this.prisma.__oneThing__, caller, __manyThings__, id, ifMatch);
  }
}
