import { ApiProperty } from '@nestjs/swagger';
import { day, ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A span of the school's calendar. */
export class TermView extends Resource {
  @ApiProperty({ example: 'Autumn 2026' })
  name: string;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-09-01' })
  startsOn: string;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-12-18' })
  endsOn: string;
}

const select = {
  id: true,
  name: true,
  startsOn: true,
  endsOn: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.TermSelect;
export type TermRow = Prisma.TermGetPayload<{ select: typeof select }>;

export const terms = new ViewOf('Term', {
  view: TermView,
  select,
  show: ({ version: _, ...row }: TermRow): TermView => ({
    ...row,
    startsOn: day(row.startsOn)!,
    endsOn: day(row.endsOn)!,
  }),
});
