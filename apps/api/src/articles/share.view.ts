import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A draft shown to one member. */
export class ShareView extends Resource {
  @ApiProperty({ format: 'uuid' })
  membershipId: string;
}

const select = {
  id: true,
  membershipId: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.ArticleShareSelect;

export const shares = new ViewOf('ArticleShare', {
  view: ShareView,
  select,
  show: ({ version: _, ...row }: Prisma.ArticleShareGetPayload<{ select: typeof select }>): ShareView => row,
});
