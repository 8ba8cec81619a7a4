import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Line, OneOf } from './fields.js';
import { FlagParameter, WholeParameter } from './parameters.js';

/** What every list takes. */
export class PageQuery {
  @WholeParameter(1, 100, { description: 'How many to answer with at most.', default: 10 })
  limit?: number;

  @Line(2_000, {
    optional: true,
    description: 'The `nextCursor` of the page before. It belongs to the query and the caller that it came from.',
  })
  cursor?: string;

  @OneOf(
    { total: 'total' },
    { optional: true, description: '`total` adds `page.total`, the number of all that match.' },
  )
  include?: 'total';
}

/** What a list of things that can be archived takes besides. */
export class ArchivePageQuery extends PageQuery {
  @FlagParameter({ description: 'Lists the archived instead; for an admin.' })
  archived?: boolean;
}

/** The `sort` of a list: one of the keys, descending with a minus before it. */
export const SortBy = (...keys: string[]) =>
  OneOf(Object.fromEntries(keys.flatMap((key) => [key, `-${key}`]).map((key) => [key, key])), {
    optional: true,
    description: 'The key to sort by, descending with a minus before it.',
  });

/** Words that each must occur in one of the names, in any case. Each costs a pass over the names, so there are eight at most. */
export const Search = (of: string) =>
  applyDecorators(
    Line(100, { optional: true, description: `Up to eight words that each occur in ${of}, in any case.` }),
    Matches(/^\S*(?:\s+\S+){0,7}$/, { message: 'must have at most eight words' }),
  );

export class PageInfo {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100, example: 10 })
  limit: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'The `cursor` of the next page; null on the last.' })
  nextCursor: string | null;

  @ApiProperty({ type: 'integer', minimum: 0, required: false, description: 'All that match, with `include=total`.' })
  total?: number;
}
