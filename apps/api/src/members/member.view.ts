import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';
import { MembershipStatus, Role } from '../prisma/generated/enums.js';

export class MemberUserView {
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'null until the invitation is accepted.',
  })
  id: string | null;

  @Personal({ format: 'email', example: 'chidi.okafor@northwood.example' })
  email: string;

  @Personal({ type: 'string', nullable: true, example: 'Chidi Okafor' })
  name: string | null;
}

/** What a user is in the school. */
export class MemberView extends Resource {
  @ApiProperty({ enum: Role })
  role: Role;

  @ApiProperty({ enum: MembershipStatus })
  status: MembershipStatus;

  @ApiProperty({
    type: MemberUserView,
    description: 'Until the invitation is accepted, only the address that it was sent to.',
  })
  user: MemberUserView;
}

const select = {
  id: true,
  role: true,
  status: true,
  invitedEmail: true,
  givenName: true,
  familyName: true,
  user: { select: { id: true, email: true, name: true } },
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.MembershipSelect;
export type MemberRow = Prisma.MembershipGetPayload<{ select: typeof select }>;

export const members = new ViewOf('Membership', {
  view: MemberView,
  select,
  show: ({ version: _, invitedEmail, givenName, familyName, user, ...row }: MemberRow): MemberView => ({
    ...row,
    user: user ?? { id: null, email: invitedEmail!, name: fullName(givenName, familyName) },
  }),
});

const fullName = (...names: (string | null)[]) => names.filter(Boolean).join(' ') || null;
