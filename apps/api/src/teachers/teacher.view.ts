import { ApiProperty } from '@nestjs/swagger';
import { day, ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A teacher. Which of the properties are there depends on who reads (policy.ts). */
export class TeacherView extends Resource {
  @ApiProperty({ required: false, example: 'T-007' })
  staffNumber?: string;

  @Personal({ example: 'Ines' })
  givenName: string;

  @Personal({ example: 'Moreau' })
  familyName: string;

  @Personal({ type: 'string', nullable: true, example: null })
  preferredName: string | null;

  @ApiProperty({ type: [String], example: ['Mathematics', 'Physics'] })
  subjects: string[];

  @Personal({
    type: 'string',
    format: 'email',
    nullable: true,
    required: false,
    example: 'ines.moreau@northwood.example',
  })
  email?: string | null;

  @Personal({ type: 'string', nullable: true, required: false, example: '+44 20 7946 0018' })
  phone?: string | null;

  @Personal({ type: 'string', format: 'date', nullable: true, required: false, example: '2019-09-01' })
  hiredOn?: string | null;
}

const select = {
  id: true,
  staffNumber: true,
  givenName: true,
  familyName: true,
  preferredName: true,
  subjects: true,
  email: true,
  phone: true,
  hiredOn: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.TeacherSelect;
export type TeacherRow = Prisma.TeacherGetPayload<{ select: typeof select }>;

export const teachers = new ViewOf('Teacher', {
  view: TeacherView,
  select,
  show: ({ version: _, ...row }: TeacherRow): TeacherView => ({ ...row, hiredOn: day(row.hiredOn) }),
});
