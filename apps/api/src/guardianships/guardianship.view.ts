import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';

/** Who is responsible for a student. The name and the telephone are the member's. */
export class GuardianshipView extends Resource {
  @ApiProperty({ format: 'uuid' })
  membershipId: string;

  @ApiProperty({ example: 'mother' })
  relation: string;

  @Personal({ type: 'string', nullable: true, example: 'Chidi' })
  givenName: string | null;

  @Personal({ type: 'string', nullable: true, example: 'Okafor' })
  familyName: string | null;

  @Personal({ type: 'string', nullable: true, example: '+44 20 7946 0018' })
  phone: string | null;
}

const select = {
  id: true,
  membershipId: true,
  relation: true,
  membership: { select: { givenName: true, familyName: true, phone: true } },
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.GuardianshipSelect;
type Row = Prisma.GuardianshipGetPayload<{ select: typeof select }>;

export const guardianships = new ViewOf('Guardianship', {
  view: GuardianshipView,
  select,
  from: { givenName: 'membership', familyName: 'membership', phone: 'membership' },
  show: ({ version: _, membership, ...row }: Row): GuardianshipView => ({ ...row, ...membership }),
});
