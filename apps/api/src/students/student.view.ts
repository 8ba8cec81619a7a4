import { ApiProperty } from '@nestjs/swagger';
import { day, ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import { Personal, Sensitive } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';
import { StudentStatus } from '../prisma/generated/enums.js';

/** A student. Which of the properties are there depends on who reads (policy.ts). */
export class StudentView extends Resource {
  @ApiProperty({ example: 'N-0042' })
  studentNumber: string;

  @Personal({ example: 'Amara' })
  givenName: string;

  @Personal({ example: 'Okafor' })
  familyName: string;

  @Personal({ type: 'string', nullable: true })
  preferredName: string | null;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 13, nullable: true })
  gradeLevel: number | null;

  @ApiProperty({ enum: StudentStatus })
  status: StudentStatus;

  @Personal({ type: 'string', format: 'date', nullable: true, required: false })
  birthDate?: string | null;

  @Personal({ type: 'string', format: 'email', nullable: true, required: false })
  email?: string | null;

  @Personal({ type: 'string', nullable: true, required: false })
  phone?: string | null;

  @Personal({ type: 'string', nullable: true, required: false })
  address?: string | null;

  @Sensitive({ type: 'string', nullable: true, required: false })
  medicalNotes?: string | null;
}

const select = {
  id: true,
  studentNumber: true,
  givenName: true,
  familyName: true,
  preferredName: true,
  gradeLevel: true,
  status: true,
  birthDate: true,
  email: true,
  phone: true,
  address: true,
  medicalNotes: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.StudentSelect;

export type StudentRow = Prisma.StudentGetPayload<{ select: typeof select }>;

const show = ({ version: _, ...row }: Omit<StudentRow, 'medicalNotes'>): StudentView => ({
  ...row,
  birthDate: day(row.birthDate),
});

export const students = new ViewOf('Student', {
  view: StudentView,
  select,
  show: (row: StudentRow) => show(row),
});

const { medicalNotes: _, ...selectWithoutNotes } = select;

/** The same without what is most sensitive of it. */
export const studentsWithoutNotes = new ViewOf('Student', { view: StudentView, select: selectWithoutNotes, show });
