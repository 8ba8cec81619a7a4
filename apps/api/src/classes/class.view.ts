import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A class: a group of students who are taught a subject together. */
export class ClassView extends Resource {
  @ApiProperty({ example: 'Mathematics 7b' })
  name: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'Mathematics' })
  subject: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'B 204' })
  room: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Fractions, ratios and a first look at algebra.' })
  description: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  termId: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    description: 'The teachers that are assigned to it.',
  })
  teacherIds: string[];
}

const select = {
  id: true,
  name: true,
  subject: true,
  room: true,
  description: true,
  termId: true,
  teachers: { where: { teacher: { archivedAt: null } }, orderBy: { teacherId: 'asc' }, select: { teacherId: true } },
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.ClassSelect;
export type ClassRow = Prisma.ClassGetPayload<{ select: typeof select }>;

export const classes = new ViewOf('Class', {
  view: ClassView,
  select,
  from: { teacherIds: 'teachers' },
  show: ({ version: _, teachers, ...row }: ClassRow): ClassView => ({
    ...row,
    teacherIds: teachers.map(({ teacherId }) => teacherId),
  }),
});
