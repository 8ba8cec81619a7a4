import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Resource } from '../openapi/resource.js';
import type { Prisma } from '../prisma/generated/client.js';

/** A key, without what makes it one. */
export class ApiKeyView extends Resource {
  @ApiProperty({ example: 'Timetable import' })
  name: string;

  @ApiProperty({ type: [String], example: ['students:read'] })
  scopes: string[];

  @ApiProperty({ type: [String], example: ['203.0.113.0/24'], description: 'From anywhere if there are none.' })
  allowedCidrs: string[];

  @ApiProperty({ description: 'Whether each of its requests has to be signed (RFC 9421).' })
  requireSignature: boolean;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The Ed25519 key that verifies its signatures, if that is how.',
  })
  publicKey: string | null;

  @ApiProperty()
  expiresAt: Date;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'To the minute. It is no change of the key: the `ETag` stays.',
  })
  lastUsedAt: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'When it got a successor.' })
  rotatedAt: Date | null;
}

/** A key at the one time that it is shown. */
export class NewApiKeyView extends ApiKeyView {
  @ApiProperty({
    description: 'The key: to be kept now, as only its digest is.',
    example: 'hr_live_dGhpcyBpcyBubyBrZXksIG9ubHkgYW4gZXhhbXBsZSExCk0z6Xyz',
  })
  key: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description:
      'What its requests are signed with (`hmac-sha256`, base64url), where that is asked and no `publicKey` was given.',
  })
  signingSecret: string | null;
}

const select = {
  id: true,
  name: true,
  scopes: true,
  allowedCidrs: true,
  requireSignature: true,
  publicKey: true,
  expiresAt: true,
  lastUsedAt: true,
  rotatedAt: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} satisfies Prisma.ApiKeySelect;

export type ApiKeyRow = Prisma.ApiKeyGetPayload<{ select: typeof select }>;

export const apiKeys = new ViewOf('ApiKey', {
  view: ApiKeyView,
  select,
  show: ({ version: _, publicKey, ...row }: ApiKeyRow): ApiKeyView => ({
    ...row,
    publicKey: publicKey && Buffer.from(publicKey).toString('base64url'),
  }),
});
