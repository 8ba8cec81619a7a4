import { ApiProperty } from '@nestjs/swagger';
import { ViewOf } from '../common/view.js';
import { Personal } from '../openapi/sensitivity.js';
import type { Prisma } from '../prisma/generated/client.js';
import { FactorKind } from '../prisma/generated/enums.js';

/** A second factor as its user sees it. */
export class FactorView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: FactorKind })
  kind: FactorKind;

  @Personal({ example: 'Phone' })
  name: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'From when on a login asks for it; null while its first code is waited for, an hour at most.',
  })
  confirmedAt: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  lastUsedAt: Date | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;
}

/** What an app makes codes from. */
export class TotpView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: '160 random bits in base32, to be typed.', example: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' })
  secret: string;

  @ApiProperty({
    description: 'The same for a QR code.',
    example: 'otpauth://totp/Homeroom:ada%40northwood.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  })
  otpauthUrl: string;
}

export class RecoveryCodesView {
  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Ten, each good once in place of a factor, and shown this once; null for who has some left.',
    example: ['k3vq-7wzt-a2mn-4xjd-6rbe-p5hy'],
  })
  recoveryCodes: string[] | null;
}

const select = {
  id: true,
  kind: true,
  name: true,
  confirmedAt: true,
  lastUsedAt: true,
  createdAt: true,
} satisfies Prisma.FactorSelect;
type Row = Prisma.FactorGetPayload<{ select: typeof select }>;

export const factors = new ViewOf('Factor', { view: FactorView, select, show: (row: Row): FactorView => row });
