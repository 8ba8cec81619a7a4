import { createHash } from 'node:crypto';
import { ApiProperty } from '@nestjs/swagger';
import { Versioned } from '../common/etag.js';
import { ViewOf } from '../common/view.js';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';

/** An account at a provider, as its owner sees it. */
export class IdentityView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uri', description: 'The provider.', example: 'https://id.school.example' })
  issuer: string;

  @Personal({ type: 'string', description: 'Who you are there: `sub` of the provider’s tokens.' })
  subject: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', description: 'The last login with it.' })
  lastUsedAt: Date;
}

const select = {
  id: true,
  issuer: true,
  subject: true,
  createdAt: true,
  lastUsedAt: true,
} satisfies Prisma.ExternalIdentitySelect;

export const identities = new ViewOf('ExternalIdentity', {
  view: IdentityView,
  select,
  show: (row: Prisma.ExternalIdentityGetPayload<{ select: typeof select }>): IdentityView => row,
});

/** It has no version: nobody changes it, but a login notes its time. */
export const tagged = (view: IdentityView) =>
  new Versioned(createHash('sha256').update(JSON.stringify(view)).digest('base64url'), view);
