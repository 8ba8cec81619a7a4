import { ApiProperty } from '@nestjs/swagger';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';
import { ViewOf } from '../common/view.js';

/** A session as its user sees it. */
export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @Personal({ type: 'string', nullable: true, description: 'What the client said of itself at login (User-Agent).' })
  device: string | null;

  @Personal({ type: 'string', nullable: true, description: 'The address of the login.' })
  ip: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', description: 'The last login or refresh.' })
  lastUsedAt: Date;

  @ApiProperty({ format: 'date-time', description: 'When it ends by itself if it is not refreshed.' })
  expiresAt: Date;

  @ApiProperty({ description: 'Whether it is the session of this request.' })
  current: boolean;
}

const select = {
  id: true,
  device: true,
  ip: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  idleExpiresAt: true,
} satisfies Prisma.SessionSelect;
type Row = Prisma.SessionGetPayload<{ select: typeof select }>;

export const sessions = new ViewOf('Session', {
  view: SessionView,
  select,
  show: ({ idleExpiresAt, expiresAt, ...row }: Row, caller): SessionView => ({
    ...row,
    expiresAt: idleExpiresAt < expiresAt ? idleExpiresAt : expiresAt,
    current: row.id === caller.sessionId,
  }),
});
