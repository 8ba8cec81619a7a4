import { ApiProperty } from '@nestjs/swagger';
import { day, ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A student's place in a class; current until it ends. */
export class EnrollmentView extends Resource {
  @ApiProperty({ format: 'uuid' })
  studentId: string;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-09-01' })
  enrolledOn: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    example: null,
    description: 'null while it is current.',
  })
  endedOn: string | null;
}

const select = {
  id: true,
  studentId: true,
  enrolledOn: true,
  endedOn: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.EnrollmentSelect;
type Row = Prisma.EnrollmentGetPayload<{ select: typeof select }>;

export const enrollments = new ViewOf('Enrollment', {
  view: EnrollmentView,
  select,
  show: ({ version: _, ...row }: Row): EnrollmentView => ({
    ...row,
    enrolledOn: day(row.enrolledOn)!,
    endedOn: day(row.endedOn),
  }),
});
