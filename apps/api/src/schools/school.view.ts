import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A school, as the policy shows it to its members. */
export class OwnSchoolView extends Resource {
  @ApiProperty({ example: 'Northwood School' })
  name: string;

  @ApiProperty({ example: 'Europe/London', description: 'A name of the IANA time zone database.' })
  timezone: string;

  @ApiProperty({ required: false, description: 'Whether admins and teachers have to use a second factor.' })
  staffFactorRequired?: boolean;
}

/** A school, as the operator sees it. */
export class SchoolView extends OwnSchoolView {
  @ApiProperty({ example: 'northwood', description: 'Unique everywhere.' })
  slug: string;
}

const select = {
  id: true,
  name: true,
  slug: true,
  timezone: true,
  staffFactorRequired: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.SchoolSelect;
export type SchoolRow = Prisma.SchoolGetPayload<{ select: typeof select }>;

export const schools = new ViewOf('School', {
  view: SchoolView,
  select,
  show: ({ version: _, ...row }: SchoolRow): SchoolView => row,
});
